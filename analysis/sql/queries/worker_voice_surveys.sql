-- purpose: surveys that meet all filters, with their method
-- parameters:
--   $country varchar: 'all' or a country group
--   $trade varchar: 'all' or a trade
--   $standing varchar: 'all' or a verification
--   $sampling varchar: 'all' or a sampling class
--   $first_year integer: first year
--   $last_year integer: last year
--   $words varchar[]: words that must all occur, lower case without accents or apostrophes
-- columns:
--   figures: number of published figures on the desk
--   margin_pp: published margin of error, percentage points
with years as (
    select min(year) as first_year, max(year) as last_year
    from surveys
),
answers as (
    select
        survey_id, count(*) as figures,
        string_agg(concat_ws(' ', question, response, subgroup), ' ') as words
    from survey_results
    group by survey_id
),
searchable as (
    select
        s.survey_id, coalesce(a.figures, 0) as figures,
        translate(lower(strip_accents(concat_ws(' ', s.organisation, s.title, s.country,
            s.population, s.method, s.limits, a.words))), '''’', '') as haystack
    from surveys s
    left join answers a on a.survey_id = s.survey_id
)
select
    s.survey_id, s.organisation, s.title as survey_title, s.year, s.country, s.trade,
    s.population, s.method, s.mode, s.sampling, s.sampling_basis, s.sample_size_text,
    s.sample_size_low, s.sample_size_exact, s.margin_pp, s.design_effect, s.fieldwork_text,
    s.limits, t.figures, o.verification, o.address, s.source_id
from surveys s
join sources o on o.source_id = s.source_id
join searchable t on t.survey_id = s.survey_id
cross join years y
where ($country = 'all' or s.country_group = $country)
    and ($trade = 'all' or s.trade = $trade)
    and ($standing = 'all' or o.verification = $standing)
    and ($sampling = 'all' or s.sampling = $sampling)
    and (
        s.year between $first_year and $last_year
        or (s.year is null and $first_year <= y.first_year and $last_year >= y.last_year)
    )
    and len(list_filter($words, lambda word: not contains(t.haystack, word))) = 0
order by s.year desc nulls last, s.organisation, s.survey_id
