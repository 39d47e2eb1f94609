-- converted: fees in the base currency, by the rate of their currency and year of work. A fee without
-- such a rate keeps its amount and its currency: nothing is guessed. One statement for crew calls,
-- whose year is that of their booking, then one for bookings
create or replace table crew_calls as
select
    crew_calls.booking_id,
    crew_calls.role,
    crew_calls.days,
    cast(crew_calls.fee_amount * coalesce(rates.rate, 1) as decimal(18, 2)) as fee_amount,
    case when rates.rate is null then crew_calls.currency else $base end as currency
from crew_calls
left join bookings on bookings.booking_id = crew_calls.booking_id
left join rates
    on rates.currency = crew_calls.currency and rates.year = year(bookings.work_on);
create or replace table bookings as
select bookings.* replace (
    cast(fee_amount * coalesce(rates.rate, 1) as decimal(18, 2)) as fee_amount,
    case when rates.rate is null then bookings.currency else $base end as currency
)
from bookings
left join rates
    on rates.currency = bookings.currency and rates.year = year(bookings.work_on);
