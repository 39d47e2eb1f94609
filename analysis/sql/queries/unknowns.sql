-- purpose: counts that show which questions are open
-- parameters: none
-- columns:
--   events: documented events
--   cases: documented cases of use
--   cases_with_terms: cases in which terms of pay were disclosed
--   bectu_without_n: whether the Bectu survey has no published n
--   model_surveys: surveys of models
--   model_ai_results: their figures on AI
--   withheld_sectors: sectors of Models that BLS withheld
--   measures: measures of AI exposure
--   twin_cases: cases of a twin of a real model
select
    (select count(*) from twin_events) as events,
    (
        select count(distinct case_id) from twin_events
        where kind not in ('policy_or_withdrawal', 'pledge_not_to_use')
    ) as cases,
    (
        select count(distinct case_id) from twin_events
        where kind not in ('policy_or_withdrawal', 'pledge_not_to_use')
            and payment_disclosed = 'yes'
    ) as cases_with_terms,
    (
        select coalesce(bool_and(sample_size_text is null), false) from surveys
        where survey_id = 'bectu_ai_fashion_2025'
    ) as bectu_without_n,
    (select count(*) from surveys where trade = 'models') as model_surveys,
    (
        select count(*) from survey_results r
        where r.trade = 'models' and r.ai_related
    ) as model_ai_results,
    (
        select count(*) from oews_industry
        where soc = '41-9012' and industry_level = 2 and not ownership_row
            and employment_withheld
    ) as withheld_sectors,
    (select count(*) from exposure_measures) as measures,
    (
        select count(distinct case_id) from twin_events
        where kind = 'digital_twin_of_named_model'
    ) as twin_cases,
    (select list_sort(list(distinct source_id)) from twin_events) as source_ids
