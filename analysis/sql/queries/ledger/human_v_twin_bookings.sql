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
with months as (
    select unnest(generate_series(min(month), max(month), interval 1 month)) as month
    from bookings_by_month
),
kinds as (
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
    cast(months.month as date) as month,
    kinds.kind,
    cast(coalesce(counted.worked, 0) as bigint) as worked,
    cast(coalesce(counted.cancelled, 0) as bigint) as cancelled
from months
cross join kinds
left join counted on counted.month = months.month and counted.kind = kinds.kind
where $tier = 'all' or kinds.kind <> 'synthetic'
order by months.month, list_position(['human', 'twin', 'synthetic'], kinds.kind)
