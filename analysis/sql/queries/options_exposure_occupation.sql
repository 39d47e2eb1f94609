-- purpose: occupations with exposure ranks, Models first
-- parameters: none
-- columns:
--   value: SOC code
--   label: title
select distinct r.soc as value, o.title as label, r.soc <> '41-9012' as later
from exposure_ranks r
join occupations o on o.soc = r.soc
order by later, label
