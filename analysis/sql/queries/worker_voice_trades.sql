-- purpose: shares expecting harm from AI, for respondents of one trade at a time
-- parameters:
--   $trade varchar: 'all' or a trade
-- columns:
--   share: share 0-1 of respondents
--   base_n: respondents
select
    r.result_id, r.survey_id, r.label, s.organisation, s.year, s.sampling, s.sample_size_text,
    s.sample_size_low, s.sample_size_exact, s.margin_pp / 100 as margin_share, s.design_effect,
    r.trade, r.target, r.outcome, r.share, r.base_n, r.question, r.response, r.subgroup,
    r.whole_group, r.measure, r.duplicate_of, r.source_id
from survey_results r
join surveys s on s.survey_id = r.survey_id
where r.ai_related
    and r.measure = 'share of respondents'
    and r.duplicate_of is null
    and not r.answer_part
    and r.direction = 'negative'
    and r.horizon <> 'already happened'
    and r.target in ('industry', 'own job', 'own career')
    and r.outcome in ('overall effect', 'jobs', 'job security', 'income', 'feeling')
    and r.trade not in ('all workers', 'general public')
    and ($trade = 'all' or r.trade = $trade)
order by r.trade, r.target, r.outcome, r.share desc, r.result_id
