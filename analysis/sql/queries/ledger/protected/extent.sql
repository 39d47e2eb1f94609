-- purpose: how many models, brands and agencies stand behind each value a reader may choose, for the
--   gate only
-- parameters: none
-- columns:
--   dimension: currency (of fees of worked bookings and uses), role, or crew_currency (of crew pay)
--   value: as in the ledger
--   models, brands, agencies: distinct ones behind it
--   worked: worked bookings and uses, or calls of a role or in a currency
with called as (
    select
        crew_calls.role,
        crew_calls.currency,
        bookings.model_id,
        bookings.brand_id,
        bookings.agency_id
    from crew_calls
    join bookings on bookings.booking_id = crew_calls.booking_id
    where bookings.status = 'worked'
),
found as (
    select 'currency' as dimension, currency as value, model_id, brand_id, agency_id
    from bookings
    where status = 'worked'
    union all
    select 'role', role, model_id, brand_id, agency_id from called
    union all
    select 'crew_currency', currency, model_id, brand_id, agency_id from called
)
select
    dimension,
    value,
    count(distinct model_id) as models,
    count(distinct brand_id) as brands,
    count(distinct agency_id) as agencies,
    count(*) as worked
from found
group by dimension, value
order by dimension, worked desc, value
