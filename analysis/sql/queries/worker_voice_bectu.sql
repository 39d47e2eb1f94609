-- purpose: the Bectu question, questions of the same target and outcome, and related ones
-- Related are other expectations for an industry, and what workers or the public at large expect.
-- parameters:
--   $survey varchar: the survey to stand first
--   $related boolean: whether related questions, to workers or the public at large, are wanted
-- columns:
--   relation: same question | related
--   share: share 0-1 of respondents
--   base_n: respondents
--   margin_share: published margin of error, share 0-1
with anchor as (
    select target, outcome, direction
    from survey_results
    where survey_id = $survey
    limit 1
)
select
    r.result_id, r.survey_id, r.label, s.organisation, s.year, s.country, s.sampling,
    s.sample_size_text, s.sample_size_low, s.sample_size_exact, s.margin_pp / 100 as margin_share,
    s.design_effect, r.share, r.base_n, r.target, r.outcome, r.direction, r.horizon, r.population,
    r.question, r.response, r.subgroup, r.whole_group, r.measure, r.duplicate_of,
    if(r.target = a.target and r.outcome = a.outcome, 'same question', 'related') as relation,
    r.source_id
from survey_results r
join surveys s on s.survey_id = r.survey_id
cross join anchor a
where r.ai_related
    and r.measure = 'share of respondents'
    and r.duplicate_of is null
    and not r.answer_part
    and r.direction = a.direction
    and r.horizon <> 'already happened'
    and (
        (r.target = a.target and r.outcome = a.outcome)
        or (
            $related
            and (r.whole_group or r.subgroup = 'workers')
            and r.outcome in ('jobs', 'feeling', 'job security')
            and (
                r.target = 'industry'
                or r.target in ('economy', 'own job', 'own career')
                and r.population in ('all workers', 'general public')
            )
        )
    )
order by
    relation desc, r.survey_id = $survey desc, r.target <> 'industry', r.target, r.outcome,
    r.share desc, r.result_id
