-- purpose: sources of all documented events, named when a filter leaves nothing
-- parameters: none
-- columns:
--   source_id: stable id
select distinct source_id
from twin_events
order by source_id
