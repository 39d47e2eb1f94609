-- purpose: sources of all exposure measures, named when a filter leaves nothing
-- parameters: none
-- columns:
--   source_id: stable id
select distinct source_id
from exposure_measures
order by source_id
