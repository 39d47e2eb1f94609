-- purpose: sectors of the postings index
-- parameters: none
-- columns:
--   value: sector
--   label: sector
select distinct sector as value, sector as label
from postings
where geography = 'national'
order by value <> 'All sectors', value
