-- purpose: worked bookings and uses by everything a page filters by, and by model, for the gate only
-- parameters: none
-- columns:
--   month: first day of the month of work
--   kind: human, twin or synthetic
--   channel, market, tier, brand: as in the ledger; synthetic people have no tier
--   model: empty for synthetic people
--   worked: bookings or uses that were worked
select
    cast(date_trunc('month', bookings.work_on) as date) as month,
    bookings.kind,
    bookings.channel,
    bookings.market,
    models.tier,
    bookings.brand_id as brand,
    bookings.model_id as model,
    cast(count(*) as bigint) as worked
from bookings
left join models on models.model_id = bookings.model_id
where bookings.status = 'worked'
group by all
order by all
