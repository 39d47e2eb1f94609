-- purpose: groups with a share of covers or campaigns; people and women of colour are one choice
-- parameters: none
-- columns:
--   value: the value
--   label: as the counters name it
with named as (
    select
        if(ends_with(group_name, ' of colour'), 'of colour', group_name) as value,
        count(*) as figures
    from representation
    where topic in ('magazine covers', 'advertising campaigns') and share is not null
    group by all
)
select
    value,
    if(value = 'of colour', 'People or women of colour', upper(value[1]) || value[2:]) as label
from named
order by figures desc, value
