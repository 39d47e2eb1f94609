-- purpose: worked human bookings, twin uses and synthetic uses by month
-- parameters:
--   $channel varchar: a channel, or 'all'
--   $market varchar: a market, or 'all'
--   $tier varchar: a tier of models, or 'all'; synthetic people have no tier
-- columns:
--   month: first day
--   kind: human, twin or synthetic
--   worked: bookings or uses that were worked
--   cancelled: bookings or uses that were cancelled
with kinds as (
    select unnest(['human', 'twin', 'synthetic']) as kind
),
counted as (
    select month, kind, sum(worked) as worked, sum(cancelled) as cancelled
    from bookings_by_month
    where ($channel = 'all' or channel = $channel)
        and ($market = 'all' or market = $market)
        and ($tier = 'all' or tier = $tier)
    group by month, kind
)
select
    months_of_work.month,
    kinds.kind,
    cast(coalesce(counted.worked, 0) as bigint) as worked,
    cast(coalesce(counted.cancelled, 0) as bigint) as cancelled
from months_of_work
cross join kinds
left join counted on counted.month = months_of_work.month and counted.kind = kinds.kind
where $tier = 'all' or kinds.kind <> 'synthetic'
order by months_of_work.month, list_position(['human', 'twin', 'synthetic'], kinds.kind)
