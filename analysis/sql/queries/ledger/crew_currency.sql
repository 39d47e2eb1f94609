-- purpose: currencies in which crew is paid, the one of most calls first
-- parameters: none
-- columns:
--   value: ISO 4217
--   calls: roles called for worked bookings and uses
select currency as value, cast(sum(calls) as bigint) as calls
from crew_by_month
group by currency
order by calls desc, value
