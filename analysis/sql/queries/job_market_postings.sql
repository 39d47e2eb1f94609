-- purpose: job postings index of one sector by country, each vintage and method on its own
-- parameters:
--   $countries varchar[]: country codes
--   $sector varchar: sector
-- columns:
--   index_mean: monthly mean, index with 1 February 2020 = 100
select
    series_id, country, geography, sector, adjustment, vintage, month, index_mean, days,
    complete_month, source_id
from postings
where list_contains($countries, country) and sector = $sector and variable = 'total postings'
    and geography = 'national' and complete_month and adjustment <> 'not seasonally adjusted'
order by series_id, month
