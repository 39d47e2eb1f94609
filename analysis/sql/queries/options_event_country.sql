-- purpose: countries of documented events
-- parameters: none
-- columns:
--   value: country, or 'not stated'
--   label: the same
select distinct
    coalesce(country, 'not stated') as value,
    coalesce(country, 'Not stated') as label
from twin_events
order by value
