-- purpose: the models of the ledger and when they were on the books, for the gate only
-- parameters: none
-- columns:
--   model: id
--   tier: newcomer, established or top
--   entered_on, left_on: first and last day on the books, the last empty where it is open
select model_id as model, tier, entered_on, left_on
from models
order by model_id
