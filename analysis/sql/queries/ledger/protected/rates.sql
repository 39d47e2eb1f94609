-- purpose: commission rates of worked human bookings and twin uses by model and agency, for the gate only
-- parameters: none
-- columns:
--   day: first month of the ledger: rates are told over all of it
--   kind: human or twin
--   channel: as in the ledger
--   paid_to: agency or model, the two for which a ledger can hold a rate
--   rate: share of the fee 0-1 as text of one length, so that its order is that of the numbers
--   model, agency: empty where the ledger names none
--   share: the rate as a number
--   worked: bookings or uses with just this rate
with ends as (
    select min(month) as first_month
    from months_of_work
)
select
    ends.first_month as day,
    bookings.kind,
    bookings.channel,
    bookings.paid_to,
    printf('%.9f', bookings.commission_rate) as rate,
    bookings.model_id as model,
    bookings.agency_id as agency,
    cast(bookings.commission_rate as double) as share,
    cast(count(*) as bigint) as worked
from bookings
cross join ends
where bookings.status = 'worked'
    and bookings.kind in ('human', 'twin')
    and bookings.paid_to in ('agency', 'model')
    and bookings.commission_rate is not null
group by all
order by all
