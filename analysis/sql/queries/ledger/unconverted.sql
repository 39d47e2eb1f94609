-- purpose: worked bookings and uses with a fee that no rate converts, by currency
-- parameters:
--   $base varchar: the currency into which fees are converted
-- columns:
--   currency: ISO 4217
--   fees: worked bookings and uses with a fee in it
select currency, cast(sum(fees) as bigint) as fees
from bookings_by_month
where currency <> $base and fees > 0
group by currency
order by fees desc, currency
