-- purpose: median fees of human bookings by channel and by what the fee was agreed by
-- parameters:
--   $currency varchar: an ISO 4217 code; fees in others are left out
-- columns:
--   channel: as in the ledger
--   fee_basis: day, image, use or buyout
--   fees: human bookings with a fee, 0 counted as one
--   middle: median of the whole fee, in the currency
select
    channel,
    fee_basis,
    count(fee_amount) as fees,
    quantile_cont(cast(fee_amount as double), 0.5) as middle
from bookings
where status = 'worked' and kind = 'human' and currency = $currency and fee_amount is not null
group by channel, fee_basis
order by channel, list_position(['day', 'image', 'use', 'buyout'], fee_basis)
