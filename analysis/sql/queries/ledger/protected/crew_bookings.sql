-- purpose: worked bookings and uses by their crew days and model, for the gate only
-- parameters: none
-- columns:
--   day: first day of the month of work
--   kind: human, twin or synthetic
--   channel: as in the ledger
--   days: crew days of one booking or use, of all roles; 0 where nobody was called
--   model: empty for synthetic people
--   worked: bookings or uses with just these days
with crew as (
    select booking_id, sum(days) as days
    from crew_calls
    group by booking_id
)
select
    cast(date_trunc('month', bookings.work_on) as date) as day,
    bookings.kind,
    bookings.channel,
    cast(coalesce(crew.days, 0) as double) as days,
    bookings.model_id as model,
    cast(count(*) as bigint) as worked
from bookings
left join crew on crew.booking_id = bookings.booking_id
where bookings.status = 'worked'
group by all
order by all
