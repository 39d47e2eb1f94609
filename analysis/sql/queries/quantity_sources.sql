-- purpose: sources of all quantities, named when a choice leaves nothing
-- parameters: none
-- columns:
--   source_id: stable id
select distinct source_id
from quantities
order by source_id
