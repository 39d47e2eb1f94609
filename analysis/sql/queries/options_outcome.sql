-- purpose: values of survey_results.outcome in use
-- parameters: none
-- columns:
--   value: the value
--   label: the same, first letter upper case
select distinct
    outcome as value, upper(outcome[1]) || outcome[2:] as label
from survey_results
order by value
