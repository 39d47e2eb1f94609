-- purpose: surveys that meet all filters, with their method
-- parameters:
--   $country varchar: 'all' or a country group
--   $trade varchar: 'all' or a trade
--   $standing varchar: 'all' or a verification
--   $sampling varchar: 'all' or a sampling class
--   $first_year integer: first year
--   $last_year integer: last year
--   $words varchar[]: words that must all occur, lower case without accents
-- columns:
--   figures: number of published figures on the desk
--   margin_pp: published margin of error, percentage points
with years as (
    select min(year) as first_year, max(year) as last_year
    from surveys
),
matched as (
    select
        s.*, o.verification, o.address,
        (select count(*) from survey_results r where r.survey_id = s.survey_id) as figures,
        lower(strip_accents(concat_ws(' ', s.organisation, s.title, s.country,
            s.population, s.method, s.limits, (
                select string_agg(concat_ws(' ', r.question, r.response, r.subgroup), ' ')
                from survey_results r where r.survey_id = s.survey_id
            )))) as haystack
    from surveys s
    join sources o on o.source_id = s.source_id
)
select
    survey_id, organisation, title as survey_title, year, country, trade, population, method, mode,
    sampling, sampling_basis, sample_size_text, sample_size_low, sample_size_exact, margin_pp,
    design_effect, fieldwork_text, limits, figures, verification, address, source_id
from matched
cross join years
where ($country = 'all' or country_group = $country)
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
order by year desc nulls last, organisation, survey_id
