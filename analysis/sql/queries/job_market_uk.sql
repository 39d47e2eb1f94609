-- purpose: UK pay beside US pay of one year where both publish a median for a near occupation
-- parameters:
--   $year integer: 2021 (full-time employee jobs) or 2025 (all employee jobs)
-- columns:
--   like_occupation: whether the UK code names the same occupation, else only the nearest code
--   uk_median_gbp: pounds a year, employee jobs on PAYE
--   us_median_usd: dollars a year, wage and salary jobs
with uk_pay as (
    select
        nearest_soc, code, title, year, reference_period, measure, value as uk_median_gbp,
        not contains(coalesce(nearest_note, ''), 'not the same occupation') as like_occupation,
        source_id
    from uk_employment
    where topic = 'earnings' and contains(measure, 'median') and nearest_soc is not null
)
select
    u.like_occupation, u.nearest_soc as soc, o.title as us_title, u.title as uk_title,
    u.code as uk_code, u.year, u.reference_period, u.measure, u.uk_median_gbp,
    n.annual_median_usd as us_median_usd, n.employed_persons as us_employed_persons,
    [u.source_id, n.source_id] as source_ids
from uk_pay u
join oews_national n on n.soc = u.nearest_soc and n.year = u.year
join occupations o on o.soc = n.soc
where u.year = $year
order by u.like_occupation desc, u.uk_median_gbp desc nulls last, o.title
