-- purpose: worked bookings and uses by everything a page filters by, and by model, for the gate only
-- parameters: none
-- columns:
--   month: first day of the month of work
--   kind: human, twin or synthetic
--   channel, market, tier, brand: as in the ledger; synthetic people have no tier
--   gender, skin_tone, size, age_band: as the model describes herself or himself, not_described where
--     nothing is said, empty where no model is named
--   relation: of a twin use: own (by the brand of the model's first consent that names one), other (by
--     another brand) or unknown (no consent of the model names a brand); else empty
--   model: empty for synthetic people
--   worked: bookings or uses that were worked
with makers as (
    select model_id, arg_min(brand_id, (signed_on, consent_id)) as maker_id
    from consents
    where brand_id is not null
    group by model_id
)
select
    cast(date_trunc('month', bookings.work_on) as date) as month,
    bookings.kind,
    bookings.channel,
    bookings.market,
    models.tier,
    bookings.brand_id as brand,
    case when models.model_id is not null then coalesce(models.gender, 'not_described') end
        as gender,
    case when models.model_id is not null then coalesce(models.skin_tone, 'not_described') end
        as skin_tone,
    case when models.model_id is not null then coalesce(models.size, 'not_described') end as size,
    case when models.model_id is not null then coalesce(models.age_band, 'not_described') end
        as age_band,
    case
        when bookings.kind <> 'twin' then null
        when makers.maker_id is null then 'unknown'
        when makers.maker_id = bookings.brand_id then 'own'
        else 'other'
    end as relation,
    bookings.model_id as model,
    cast(count(*) as bigint) as worked
from bookings
left join models on models.model_id = bookings.model_id
left join makers on makers.model_id = bookings.model_id
where bookings.status = 'worked'
group by all
order by all
