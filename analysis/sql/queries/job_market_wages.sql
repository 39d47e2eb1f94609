-- purpose: wage percentiles of one occupation, in dollars of the year and of the last year
-- parameters:
--   $occupation varchar: SOC code
--   $first_year integer: first year
--   $last_year integer: last year
-- columns:
--   wage_usd: US dollars a year, of that year
--   wage_real_usd: US dollars a year, in dollars of the last year of OEWS
--   index_value: US CPI-U of May of that year, 1982-84 = 100
with may_prices as (
    select year, index_value, source_id
    from cpi
    where series_id = 'CUUR0000SA0' and month = 5
),
last_year as (
    select max(year) as year
    from oews_national
),
last_prices as (
    select m.index_value
    from may_prices m
    join last_year y on y.year = m.year
),
percentiles as (
    select
        soc, year, suppression, source_id,
        unnest(['90th percentile', 'Median', '10th percentile']) as percentile,
        unnest([annual_p90_usd, annual_median_usd, annual_p10_usd]) as wage_usd
    from oews_national
    where soc = $occupation and year between $first_year and $last_year
)
select
    p.soc, o.title, p.year, p.percentile, p.wage_usd,
    p.wage_usd * l.index_value / m.index_value as wage_real_usd, m.index_value, p.suppression,
    [p.source_id, m.source_id] as source_ids
from percentiles p
join occupations o on o.soc = p.soc
join may_prices m on m.year = p.year
cross join last_prices l
order by list_position(['90th percentile', 'Median', '10th percentile'], p.percentile), p.year
