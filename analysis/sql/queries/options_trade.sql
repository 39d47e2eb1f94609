-- purpose: values of survey_results.trade in use
-- parameters: none
-- columns:
--   value: the value
--   label: the same, first letter upper case
select distinct
    trade as value, upper(trade[1]) || trade[2:] as label
from survey_results
order by value
