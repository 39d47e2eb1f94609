-- purpose: published survey figures on AI that meet all filters
-- parameters:
--   $target varchar: 'all' or a target
--   $outcome varchar: 'all' or an outcome
--   $country varchar: 'all' or a country group
--   $trade varchar: 'all' or a trade
--   $standing varchar: 'all' or a verification
--   $sampling varchar: 'all' or a sampling class
--   $first_year integer: first year
--   $last_year integer: last year
--   $words varchar[]: words that must all occur, lower case without accents
-- columns:
--   share: share 0-1 of respondents
--   amount_gbp: pounds sterling
--   change_share: change on a year, share of the year before
--   base_n: respondents
with years as (
    select min(year) as first_year, max(year) as last_year
    from surveys
),
matched as (
    select
        r.*, s.organisation, s.title as survey_title, s.year, s.country, s.country_group, s.sampling,
        s.sample_size_text, s.sample_size_low, s.sample_size_exact,
        s.margin_pp / 100 as margin_share, s.design_effect, o.verification,
        lower(strip_accents(concat_ws(' ', s.organisation, s.title, s.country,
            s.population, r.question, r.response, r.subgroup, r.label, r.note))) as haystack
    from survey_results r
    join surveys s on s.survey_id = r.survey_id
    join sources o on o.source_id = r.source_id
)
select
    result_id, survey_id, label, organisation, survey_title, year, country, trade, target,
    outcome, direction, horizon, question, response, subgroup,
    whole_group, share, change_share, amount_gbp, base_n, sampling,
    sample_size_text, sample_size_low, sample_size_exact, margin_share, design_effect,
    verification, duplicate_of, ai_related, source_id
from matched
cross join years
where ($target = 'all' or target = $target)
    and ($outcome = 'all' or outcome = $outcome)
    and ($country = 'all' or country_group = $country)
    and ($trade = 'all' or trade = $trade)
    and ($standing = 'all' or verification = $standing)
    and ($sampling = 'all' or sampling = $sampling)
    and (
        year between $first_year and $last_year
        or (
            year is null
            and $first_year <= years.first_year
            and $last_year >= years.last_year
        )
    )
    and len(list_filter($words, lambda word: not contains(haystack, word))) = 0
order by target, outcome, direction, share desc nulls last, result_id
