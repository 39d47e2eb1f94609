-- purpose: published survey figures that meet all filters
-- parameters:
--   $target varchar: 'all' or a target
--   $outcome varchar: 'all' or an outcome
--   $country varchar: 'all' or a country group
--   $trade varchar: 'all' or a trade
--   $standing varchar: 'all' or a verification
--   $sampling varchar: 'all' or a sampling class
--   $first_year integer: first year
--   $last_year integer: last year
--   $words varchar[]: words that must all occur, lower case without accents or apostrophes
-- columns:
--   share: share 0-1 of respondents
--   amount_gbp: pounds sterling
--   change_share: change on a year, share of the year before
--   base_n: respondents
with years as (
    select min(year) as first_year, max(year) as last_year
    from surveys
),
searchable as (
    select
        r.result_id,
        translate(lower(strip_accents(concat_ws(' ', s.organisation, s.title, s.country,
            s.population, r.question, r.response, r.subgroup, r.label, r.note))),
            '''’', '') as haystack
    from survey_results r
    join surveys s on s.survey_id = r.survey_id
)
select
    r.result_id, r.survey_id, r.label, s.organisation, s.title as survey_title, s.year,
    s.country, r.trade, r.target, r.outcome, r.direction, r.horizon, r.question, r.response,
    r.subgroup, r.whole_group, r.answer_part, r.measure, r.share, r.change_share, r.amount_gbp,
    r.base_n, s.sampling,
    s.sample_size_text, s.sample_size_low, s.sample_size_exact,
    s.margin_pp / 100 as margin_share, s.design_effect, o.verification, r.duplicate_of,
    r.ai_related, r.source_id
from survey_results r
join surveys s on s.survey_id = r.survey_id
join sources o on o.source_id = r.source_id
join searchable t on t.result_id = r.result_id
cross join years y
where ($target = 'all' or r.target = $target)
    and ($outcome = 'all' or r.outcome = $outcome)
    and ($country = 'all' or s.country_group = $country)
    and ($trade = 'all' or r.trade = $trade)
    and ($standing = 'all' or o.verification = $standing)
    and ($sampling = 'all' or s.sampling = $sampling)
    and (
        s.year between $first_year and $last_year
        or (s.year is null and $first_year <= y.first_year and $last_year >= y.last_year)
    )
    and len(list_filter($words, lambda word: not contains(t.haystack, word))) = 0
order by r.target, r.outcome, r.direction, r.share desc nulls last, r.result_id
