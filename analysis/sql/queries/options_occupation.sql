-- purpose: the fashion-related occupations of the desk, Models first
-- parameters: none
-- columns:
--   value: SOC code
--   label: title
select soc as value, title as label
from occupations
where listed
order by soc <> '41-9012', soc = '00-0000', title
