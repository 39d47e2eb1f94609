-- purpose: sources behind all verdicts, named when a search leaves nothing
-- parameters: none
-- columns:
--   source_id: stable id
select distinct source_id
from claim_references
order by source_id
