-- purpose: years from which a series is not comparable with earlier ones
-- parameters:
--   $resource varchar: table
-- columns:
--   year: first year of the new regime
select break_id, year, kind, statement, source_id
from series_breaks
where resource = $resource
order by year, break_id
