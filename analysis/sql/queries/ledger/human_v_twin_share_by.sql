-- purpose: twin share of a year by channel, tier, market or brand
-- parameters:
--   $by varchar: channel, tier, market or brand
--   $first date: first day of the period, included
--   $last date: last day of the period, included
-- columns:
--   part: value of the dimension
--   human, twin, synthetic: worked bookings or uses
--   twin_share: twin / (human + twin), share 0-1, empty where neither was booked
with parts as (
    select
        case $by when 'channel' then channel when 'market' then market else tier end as part,
        kind,
        worked
    from bookings_by_month
    where $by <> 'brand' and month between $first and $last
    union all
    select brand_id as part, kind, worked
    from bookings_by_brand
    where $by = 'brand' and month between $first and $last
),
counted as (
    select
        part,
        coalesce(sum(worked) filter (where kind = 'human'), 0) as human,
        coalesce(sum(worked) filter (where kind = 'twin'), 0) as twin,
        coalesce(sum(worked) filter (where kind = 'synthetic'), 0) as synthetic
    from parts
    where part is not null
    group by part
)
select
    part,
    cast(human as bigint) as human,
    cast(twin as bigint) as twin,
    cast(synthetic as bigint) as synthetic,
    twin / nullif(human + twin, 0) as twin_share
from counted
order by twin_share desc nulls last, human + twin desc, part
