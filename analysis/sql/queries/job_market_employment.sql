-- purpose: employment of one occupation by year with its published relative standard error
-- parameters:
--   $occupation varchar: SOC code
--   $first_year integer: first year
--   $last_year integer: last year
-- columns:
--   employed_persons: wage and salary jobs, persons
--   employed_rse_percent: relative standard error, percent of the estimate
--   low: lower end of the 95% interval, persons
--   high: upper end of the 95% interval, persons
select
    n.soc, o.title, n.year, n.soc_version, n.employed_persons, n.employed_rse_percent,
    case
        when n.employed_rse_percent is not null
            then greatest(0, n.employed_persons * (1 - 1.959964 * n.employed_rse_percent / 100))
    end as low,
    n.employed_persons * (1 + 1.959964 * n.employed_rse_percent / 100) as high,
    (
        select count(*) from series_breaks b
        where b.resource = 'oews_national' and b.year <= n.year
    ) as regime,
    n.crosscheck, n.source_id
from oews_national n
join occupations o on o.soc = n.soc
where n.soc = $occupation and n.year between $first_year and $last_year
order by n.year
