-- purpose: the desk itself, named where there is no row and no other source
-- parameters: none
-- columns:
--   source_id: stable id
select source_id
from sources
where source_id = 'double_booked_desk'
