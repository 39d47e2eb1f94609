-- purpose: worked human bookings, twin uses and synthetic uses of one brand by month
-- parameters:
--   $brand varchar: a brand_id
--   $channel varchar: a channel, or 'all'
-- columns:
--   month: first day
--   kind: human, twin or synthetic
--   worked: bookings or uses that were worked
--   adopted_on: day the brand adopted twins, empty if it never did or the ledger does not say
with kinds as (
    select unnest(['human', 'twin', 'synthetic']) as kind
),
counted as (
    select month, kind, sum(worked) as worked
    from bookings_by_brand
    where brand_id = $brand and ($channel = 'all' or channel = $channel)
    group by month, kind
)
select
    months_of_work.month,
    kinds.kind,
    cast(coalesce(counted.worked, 0) as bigint) as worked,
    brands.adopted_on
from months_of_work
cross join kinds
left join counted on counted.month = months_of_work.month and counted.kind = kinds.kind
left join brands on brands.brand_id = $brand
order by months_of_work.month, list_position(['human', 'twin', 'synthetic'], kinds.kind)
