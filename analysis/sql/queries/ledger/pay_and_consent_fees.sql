-- purpose: quartiles of the fees of human bookings and of twin uses, by what the fee was agreed by
-- parameters:
--   $currency varchar: an ISO 4217 code; fees in others are left out
--   $channel varchar: a channel, or 'all'
-- columns:
--   fee_basis: day, image, use or buyout
--   kind: human or twin
--   worked: worked bookings or uses
--   fees: those with a fee, 0 counted as one
--   unpaid: those with a fee of 0
--   low, middle, high: lower quartile, median and upper quartile of the whole fee, in the currency
with fees as (
    select fee_basis, kind, cast(fee_amount as double) as fee
    from bookings
    where status = 'worked'
        and kind in ('human', 'twin')
        and currency = $currency
        and ($channel = 'all' or channel = $channel)
),
grouped as (
    select
        fee_basis,
        kind,
        count(*) as worked,
        count(fee) as fees,
        count(*) filter (where fee = 0) as unpaid,
        quantile_cont(fee, cast('[0.25, 0.5, 0.75]' as double[])) as quartiles
    from fees
    group by fee_basis, kind
)
select
    fee_basis, kind, worked, fees, unpaid,
    quartiles[1] as low, quartiles[2] as middle, quartiles[3] as high
from grouped
order by list_position(['day', 'image', 'use', 'buyout'], fee_basis), kind
