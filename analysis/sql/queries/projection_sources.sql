-- purpose: sources of all employment projections, named when a filter leaves nothing
-- parameters: none
-- columns:
--   source_id: stable id
select distinct source_id
from projections
order by source_id
