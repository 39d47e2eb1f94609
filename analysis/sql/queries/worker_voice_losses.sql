-- purpose: losses to AI that respondents report as having happened, by trade and date
-- parameters:
--   $trade varchar: 'all' or a trade
-- columns:
--   share: share 0-1 of respondents
select
    r.result_id, r.survey_id, r.label, s.organisation, s.year, s.fieldwork_from, s.sampling,
    s.sample_size_text, s.sample_size_low, s.sample_size_exact, s.margin_pp / 100 as margin_share,
    s.design_effect, r.trade, r.outcome, r.share, r.base_n, r.question, r.response, r.subgroup,
    r.whole_group, r.measure, r.duplicate_of, r.note, r.source_id
from survey_results r
join surveys s on s.survey_id = r.survey_id
where r.ai_related
    and r.horizon = 'already happened'
    and r.direction = 'negative'
    and r.measure = 'share of respondents'
    and not r.answer_part
    and r.outcome in ('lost work', 'income', 'jobs', 'job security')
    and r.target in ('own job', 'own career')
    and ($trade = 'all' or r.trade = $trade)
order by r.trade, r.outcome desc, s.year, s.fieldwork_from nulls last, r.result_id
