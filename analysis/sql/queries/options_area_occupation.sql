-- purpose: occupations with areas in May 2025, Models first
-- parameters: none
-- columns:
--   value: SOC code
--   label: title
select distinct a.soc as value, o.title as label, a.soc <> '41-9012' as later
from oews_area a
join occupations o on o.soc = a.soc
where a.year = 2025 and a.area_type = 'metropolitan or nonmetropolitan'
order by later, label
