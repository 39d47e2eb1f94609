-- purpose: sources of all survey figures, named when a filter leaves nothing
-- parameters: none
-- columns:
--   source_id: stable id
select distinct source_id
from survey_results
order by source_id
