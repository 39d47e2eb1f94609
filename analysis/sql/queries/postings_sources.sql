-- purpose: sources of all postings indices, named when a filter leaves nothing
-- parameters: none
-- columns:
--   source_id: stable id
select distinct source_id
from postings
order by source_id
