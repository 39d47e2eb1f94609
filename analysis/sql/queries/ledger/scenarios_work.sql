-- purpose: worked human bookings of a year by channel, once by tier and once by market
-- parameters:
--   $first date: first month of the period, included
--   $last date: last month of the period, included
-- columns:
--   dimension: tier or market
--   channel: as in the ledger
--   part: a tier or a market; bookings that name no model have no tier
--   worked: worked human bookings
with parts as (
    select 'tier' as dimension, channel, cast(tier as varchar) as part, worked
    from bookings_by_month
    where kind = 'human' and tier is not null and month between $first and $last
    union all
    select 'market' as dimension, channel, market as part, worked
    from bookings_by_month
    where kind = 'human' and month between $first and $last
)
select dimension, channel, part, cast(sum(worked) as bigint) as worked
from parts
group by dimension, channel, part
having sum(worked) > 0
order by dimension, channel, part
