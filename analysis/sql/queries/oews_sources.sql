-- purpose: sources of all OEWS, named when a filter leaves nothing
-- parameters: none
-- columns:
--   source_id: stable id
select distinct source_id
from oews_national
order by source_id
