-- purpose: brand x channel x month, every month filled, for the estimate of effects
-- parameters:
--   $currency varchar: currency of the fees; bookings in another count but bring no fee
-- columns:
--   month_index: 0 is the first month of the ledger
--   month: first day
--   cohort_index: month of the brand's adoption, empty if it never adopted
--   contaminated: a brand that never adopted but booked others' twins
--   human_bookings: worked human bookings
--   crew_days: crew days of worked human bookings
--   fee_total: fees of worked human bookings, in the currency
--   fee_mean: fee_total / bookings with a fee in the currency
--   twin_uses: worked twin uses
with ends as (
    select min(month) as first_month
    from months_of_work
),
units as (
    select distinct brand_id, channel
    from bookings_by_brand
    where channel in (select channel from bookings_by_brand where kind = 'twin')
),
counted as (
    select
        brand_id,
        channel,
        month,
        sum(worked) filter (where kind = 'human') as human_bookings,
        sum(crew_days) filter (where kind = 'human') as crew_days,
        sum(fee_amount) filter (where kind = 'human' and currency = $currency) as fee_total,
        sum(fees) filter (where kind = 'human' and currency = $currency) as fees,
        sum(worked) filter (where kind = 'twin') as twin_uses
    from bookings_by_brand
    group by brand_id, channel, month
)
select
    units.brand_id,
    units.channel,
    date_diff('month', ends.first_month, months_of_work.month) as month_index,
    months_of_work.month,
    date_diff('month', ends.first_month, adoptions.adopted_month) as cohort_index,
    adoptions.adopted_month is null and adoptions.borrowed_uses > 0 as contaminated,
    cast(coalesce(counted.human_bookings, 0) as bigint) as human_bookings,
    cast(coalesce(counted.crew_days, 0) as double) as crew_days,
    cast(coalesce(counted.fee_total, 0) as double) as fee_total,
    cast(counted.fee_total as double) / nullif(counted.fees, 0) as fee_mean,
    cast(coalesce(counted.twin_uses, 0) as bigint) as twin_uses
from units
cross join months_of_work
cross join ends
left join adoptions on adoptions.brand_id = units.brand_id
left join counted on counted.brand_id = units.brand_id
    and counted.channel = units.channel
    and counted.month = months_of_work.month
order by units.brand_id, units.channel, months_of_work.month
