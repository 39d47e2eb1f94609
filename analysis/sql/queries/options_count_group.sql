-- purpose: groups with a count of appearances, those with most figures first
-- parameters: none
-- columns:
--   value: the value
--   label: as the counters name it
select group_name as value, upper(group_name[1]) || group_name[2:] as label
from representation
where topic = 'runway casting' and unit = 'appearances'
group by group_name
order by count(*) desc, group_name
