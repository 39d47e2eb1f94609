-- purpose: country groups of surveys in use
-- parameters: none
-- columns:
--   value: the value
--   label: the same, first letter upper case
select distinct
    country_group as value, upper(country_group[1]) || country_group[2:] as label
from surveys
order by value
