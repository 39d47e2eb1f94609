-- purpose: employment of one occupation by metropolitan area, May 2025
-- parameters:
--   $occupation varchar: SOC code
-- columns:
--   employed_persons: persons, null where withheld
--   employed_rse_percent: relative standard error, percent
--   location_quotient: share of local jobs over national share, ratio
select
    a.area_title, a.employed_persons, a.employed_rse_percent, a.annual_median_usd,
    a.location_quotient, a.employment_withheld, o.title, a.source_id
from oews_area a
join occupations o on o.soc = a.soc
where a.soc = $occupation and a.year = 2025
    and a.area_type = 'metropolitan or nonmetropolitan'
order by a.employed_persons desc nulls last, a.area_title
