-- purpose: first and last day of worked human bookings and twin uses by model and month, for the gate
--   only
-- parameters: none
-- columns:
--   model: id
--   kind: human or twin
--   month: first day
--   first_on, last_on: first and last day of such work in the month
select
    model_id as model,
    kind,
    month,
    min(first_on) as first_on,
    max(last_on) as last_on
from work_by_model
group by model_id, kind, month
order by model_id, kind, month
