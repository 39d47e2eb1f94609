-- purpose: sources of all UK figures, named when a filter leaves nothing
-- parameters: none
-- columns:
--   source_id: stable id
select distinct source_id
from uk_employment
order by source_id
