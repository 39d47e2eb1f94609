-- purpose: twin share by month: twin uses / (worked human bookings + twin uses); synthetic apart
-- parameters:
--   $channel varchar: a channel, or 'all'
--   $market varchar: a market, or 'all'
--   $tier varchar: a tier of models, or 'all'
-- columns:
--   month: first day
--   human, twin, synthetic: worked bookings or uses
--   twin_share: share 0-1, empty where nothing was booked
with counted as (
    select
        months_of_work.month,
        coalesce(sum(worked) filter (where kind = 'human'), 0) as human,
        coalesce(sum(worked) filter (where kind = 'twin'), 0) as twin,
        coalesce(sum(worked) filter (where kind = 'synthetic'), 0) as synthetic
    from months_of_work
    join bookings_by_month on bookings_by_month.month = months_of_work.month
    where ($channel = 'all' or channel = $channel)
        and ($market = 'all' or market = $market)
        and ($tier = 'all' or tier = $tier)
    group by months_of_work.month
)
select
    month,
    cast(human as bigint) as human,
    cast(twin as bigint) as twin,
    cast(synthetic as bigint) as synthetic,
    twin / nullif(human + twin, 0) as twin_share
from counted
order by month
