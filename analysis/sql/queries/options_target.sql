-- purpose: values of survey_results.target in use
-- parameters: none
-- columns:
--   value: the value
--   label: the same, first letter upper case
select distinct
    target as value, upper(target[1]) || target[2:] as label
from survey_results
order by value
