-- purpose: crew calls of worked bookings and uses by role and model, for the gate only
-- parameters: none
-- columns:
--   day: first day of the month of work
--   kind: human, twin or synthetic
--   channel, role, currency: as in the ledger
--   model, brand, agency: of the booking; empty where it has none
--   calls: roles called
--   crew_days: their days
--   fee_amount: their fees
select
    cast(date_trunc('month', bookings.work_on) as date) as day,
    bookings.kind,
    bookings.channel,
    crew_calls.role,
    crew_calls.currency,
    bookings.model_id as model,
    bookings.brand_id as brand,
    bookings.agency_id as agency,
    cast(count(*) as bigint) as calls,
    cast(sum(crew_calls.days) as double) as crew_days,
    cast(sum(crew_calls.fee_amount) as double) as fee_amount
from crew_calls
join bookings on bookings.booking_id = crew_calls.booking_id
where bookings.status = 'worked'
group by all
order by all
