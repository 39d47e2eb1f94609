-- purpose: crew calls of worked bookings and uses, one a row, for the gate only
-- parameters: none
-- columns:
--   day: first day of the month of work
--   kind: human, twin or synthetic
--   channel, role, currency: as in the ledger
--   model, brand, agency: of the booking; empty where it has none
--   calls: 1
--   crew_days: days of the role
--   fee_amount: its fee
select
    cast(date_trunc('month', bookings.work_on) as date) as day,
    cast(bookings.kind as enum ('human', 'twin', 'synthetic')) as kind,
    cast(
        bookings.channel
        as enum ('ecommerce', 'campaign', 'editorial', 'runway', 'social', 'fitting')
    ) as channel,
    cast(
        crew_calls.role
        as enum (
            'make_up', 'hair', 'styling', 'photography', 'assistant', 'set_design', 'production',
            'retouching'
        )
    ) as role,
    crew_calls.currency,
    bookings.model_id as model,
    bookings.brand_id as brand,
    bookings.agency_id as agency,
    cast(1 as bigint) as calls,
    cast(crew_calls.days as double) as crew_days,
    cast(crew_calls.fee_amount as double) as fee_amount
from crew_calls
join bookings on bookings.booking_id = crew_calls.booking_id
where bookings.status = 'worked'
