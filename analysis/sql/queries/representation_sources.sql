-- purpose: sources of all counts of who is seen, named when a filter leaves nothing
-- parameters: none
-- columns:
--   source_id: stable id
select distinct source_id
from representation
order by source_id
