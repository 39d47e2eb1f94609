-- purpose: the values a reader can choose from in one dimension of a ledger
-- parameters:
--   $dimension varchar: channel, market, tier, brand, currency or role
-- columns:
--   value: as in the ledger
--   worked: worked bookings and uses, or calls of a role
with found as (
    select 'channel' as dimension, channel as value, sum(worked) as worked
    from bookings_by_month group by channel
    union all
    select 'market', market, sum(worked) from bookings_by_month group by market
    union all
    select 'tier', tier, sum(worked) from bookings_by_month group by tier
    union all
    select 'currency', currency, sum(worked) from bookings_by_month group by currency
    union all
    select 'brand', brand_id, sum(worked) from bookings_by_brand group by brand_id
    union all
    select 'role', role, sum(calls) from crew_by_month group by role
)
select value, cast(worked as bigint) as worked
from found
where dimension = $dimension and value is not null and worked > 0
order by
    case when $dimension in ('brand', 'market') then value end,
    worked desc,
    value
