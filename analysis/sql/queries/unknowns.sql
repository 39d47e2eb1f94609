-- purpose: counts that show which questions are open
-- parameters: none
-- columns:
--   simulation_numbers, assumed_numbers: of the simulated ledger, and those that cite nothing
--   scenario_numbers, scenario_assumed: of the scenarios, and those that cite nothing
--   laws_on_crew: instruments of law that plainly ask something for the crew
--   events: documented events
--   cases: documented cases of use
--   cases_with_terms: cases in which terms of pay were disclosed
--   bectu_without_n: whether the Bectu survey has no published n
--   model_surveys: surveys of models
--   model_ai_results: their figures on AI
--   withheld_sectors: sectors of Models that BLS withheld
--   measures: measures of AI exposure
--   laws: instruments of law
--   laws_on_pay: those among them that plainly ask for pay by use
--   laws_silent_on_pay: those of which what was read says nothing of pay
--   claims: claims in circulation
--   sources: sources of the desk
--   sources_by_others: those that report what others said or found
--   twin_cases: cases of a twin of a real model
--   twin_cases_with_consent: those whose user says that the model agreed
--   twin_cases_with_terms: those that state terms of pay
--   cost_figures: numbers on what a shoot or an image costs
--   cost_from_sellers: those that come from firms that sell AI images
--   twin_fees: amounts given for a twin by anybody but a consulting firm
--   casting_shares: shares of runway castings
--   ai_image_shares: shares of AI-made pictures
--   coverages_of_both: coverages that hold castings and AI-made pictures
--   events_on_crew: documented events whose text says anything of the crew
--   crew_day_rows: published quantities on crew that count days
--   twin_models_named: models named in cases of a twin of a real model
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
    (select count(*) from law_instruments where is_law) as laws,
    (
        select count(*) from law_provisions p
        join law_instruments i on i.instrument_id = p.instrument_id
        where i.is_law and p.topic = 'pay' and p.answer = 'yes'
    ) as laws_on_pay,
    (
        select count(*) from law_provisions p
        join law_instruments i on i.instrument_id = p.instrument_id
        where i.is_law and p.topic = 'pay' and p.answer = 'not read'
    ) as laws_silent_on_pay,
    (select count(*) from claims) as claims,
    (select count(*) from sources) as sources,
    (
        select count(*) from sources where verification = 'reported by others'
    ) as sources_by_others,
    (
        select count(distinct case_id) from twin_events
        where kind = 'digital_twin_of_named_model'
    ) as twin_cases,
    (
        select count(distinct case_id) from twin_events
        where kind = 'digital_twin_of_named_model' and consent_disclosed = 'yes'
    ) as twin_cases_with_consent,
    (
        select count(distinct case_id) from twin_events
        where kind = 'digital_twin_of_named_model' and payment_disclosed = 'yes'
    ) as twin_cases_with_terms,
    (
        select count(*) from quantities
        where topic in ('shoot cost', 'image cost') and unit is not null
    ) as cost_figures,
    (
        select count(*) from quantities
        where topic in ('shoot cost', 'image cost') and unit is not null
            and claimed_by = 'vendor of AI images'
    ) as cost_from_sellers,
    (
        select count(*) from quantities
        where topic = 'twin fee or licence' and currency is not null
            and claimed_by <> 'consulting firm'
    ) as twin_fees,
    (
        select count(*) from representation
        where topic = 'runway casting' and share is not null
    ) as casting_shares,
    (
        select count(*) from representation
        where topic = 'AI image bias' and unit = 'percent of images'
    ) as ai_image_shares,
    (
        select count(distinct c.coverage_id) from representation c
        join representation a on a.coverage_id = c.coverage_id
        where c.topic = 'runway casting' and a.topic = 'AI image bias'
    ) as coverages_of_both,
    (select count(*) from twin_events where crew_effect_stated is not null) as events_on_crew,
    (
        select count(*) from quantities where topic = 'crew' and unit like '%day%'
    ) as crew_day_rows,
    (
        select count(distinct trim(name))
        from (
            select unnest(string_split(models_named, ';')) as name from twin_events
            where kind = 'digital_twin_of_named_model'
        ) named
    ) as twin_models_named,
    (select count(*) from simulation_parameters) as simulation_numbers,
    (select count(*) from simulation_parameters where basis = 'assumed') as assumed_numbers,
    (select count(*) from scenario_assumptions) as scenario_numbers,
    (select count(*) from scenario_assumptions where basis = 'assumed') as scenario_assumed,
    (
        select count(distinct instrument_id) from law_provisions
        where topic = 'crew' and answer = 'yes'
    ) as laws_on_crew,
    (select list_sort(list(distinct source_id)) from twin_events) as source_ids
