-- purpose: sources of all shares of postings that mention AI, named when a filter leaves nothing
-- parameters: none
-- columns:
--   source_id: stable id
select distinct source_id
from ai_postings_share
order by source_id
