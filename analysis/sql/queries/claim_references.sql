-- purpose: the rows that each verdict rests on
-- parameters: none
-- columns:
--   resource: table
--   row_id: key of its row
select reference_id, claim_id, resource, row_id, label, source_id
from claim_references
order by claim_id, reference_id
