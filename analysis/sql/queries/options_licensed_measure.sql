-- purpose: exposure measures whose scores may be shown
-- parameters: none
-- columns:
--   value: measure
--   label: title
select measure as value, title as label
from exposure_measures
where licensed
order by family, title
