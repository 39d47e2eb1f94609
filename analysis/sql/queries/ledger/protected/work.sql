-- purpose: worked bookings and uses, one a row, by everything a page asks of them, for the gate only
-- parameters: none
-- columns:
--   day: day of a use, because laws begin on a day; of a human booking the first of its month
--   kind: human, twin or synthetic
--   channel, market, tier, brand: as in the ledger; synthetic people have no tier
--   gender, skin_tone, size, age_band: as the model describes herself or himself, not_described where
--     nothing is said, empty where no model is named
--   relation: of a twin use: own (by the brand of the model's first consent that names one), other (by
--     another brand) or unknown (no consent of the model names a brand); else empty
--   currency, basis, paid_to: of the fee
--   fee: none (not in the ledger), zero or paid
--   rated: yes or no, whether the ledger holds a commission rate
--   owner: of the twin, empty for people
--   label: yes, no or unknown, empty for human bookings
--   consent: of the consent that a twin use names its form, whether it was given for this use, whether
--     scope and rate are stated, and whether it has ended, joined by |; missing where it names none
--     (as in uses_by_consent); empty for others
--   crewed: yes or no, whether anybody of a crew was called for a day or part of one
--   crew_days: days of the whole crew, as text; 0.0 where nobody was called
--   model: empty for synthetic people
--   agency: empty where the booking names none
--   worked: 1
with crew as (
    select booking_id, sum(days) as days
    from crew_calls
    group by booking_id
),
makers as (
    select model_id, arg_min(brand_id, (signed_on, consent_id)) as maker_id
    from consents
    where brand_id is not null
    group by model_id
),
people as (
    select
        models.model_id,
        makers.maker_id,
        cast(tier as enum ('newcomer', 'established', 'top')) as tier,
        cast(
            coalesce(gender, 'not_described')
            as enum ('woman', 'man', 'non_binary', 'not_described')
        ) as gender,
        cast(
            coalesce(skin_tone, 'not_described')
            as enum ('light', 'medium', 'dark', 'not_described')
        ) as skin_tone,
        cast(
            coalesce(size, 'not_described')
            as enum ('straight', 'mid', 'plus', 'not_described')
        ) as size,
        cast(
            coalesce(age_band, 'not_described')
            as enum ('under_25', '25_34', '35_49', '50_over', 'not_described')
        ) as age_band
    from models
    left join makers on makers.model_id = models.model_id
)
select
    cast(
        case when bookings.kind = 'human' then date_trunc('month', bookings.work_on)
            else bookings.work_on end as date
    ) as day,
    cast(bookings.kind as enum ('human', 'twin', 'synthetic')) as kind,
    cast(
        bookings.channel
        as enum ('ecommerce', 'campaign', 'editorial', 'runway', 'social', 'fitting')
    ) as channel,
    bookings.market,
    people.tier,
    bookings.brand_id as brand,
    people.gender,
    people.skin_tone,
    people.size,
    people.age_band,
    cast(
        case
            when bookings.kind <> 'twin' then null
            when people.maker_id is null then 'unknown'
            when people.maker_id = bookings.brand_id then 'own'
            else 'other'
        end as enum ('own', 'other', 'unknown')
    ) as relation,
    bookings.currency,
    cast(bookings.fee_basis as enum ('day', 'image', 'use', 'buyout')) as basis,
    cast(bookings.paid_to as enum ('model', 'agency', 'brand', 'nobody')) as paid_to,
    cast(
        case when bookings.fee_amount is null then 'none' when bookings.fee_amount = 0 then 'zero'
            else 'paid' end as enum ('none', 'zero', 'paid')
    ) as fee,
    cast(
        case when bookings.commission_rate is null then 'no' else 'yes' end as enum ('yes', 'no')
    ) as rated,
    cast(bookings.twin_owner as enum ('model', 'agency', 'brand', 'vendor')) as owner,
    cast(
        case when bookings.kind <> 'human' then bookings.label_shown end
        as enum ('yes', 'no', 'unknown')
    ) as label,
    case
        when bookings.kind <> 'twin' then null
        when consents.consent_id is null then 'missing'
        else concat_ws(
            '|',
            consents.form,
            case
                when consents.model_id is distinct from bookings.model_id then 'other_model'
                when consents.brand_id <> bookings.brand_id then 'other_brand'
                when consents.signed_on > bookings.work_on then 'signed_later'
                else 'fits'
            end,
            case when coalesce(trim(consents.scope), '') <> '' then 'stated' else 'silent' end,
            case when consents.rate_stated then 'stated' else 'silent' end,
            case
                when consents.expires_on is null then 'open'
                when bookings.work_on > consents.expires_on then 'after'
                else 'inside'
            end)
    end as consent,
    cast(
        case when coalesce(crew.days, 0) > 0 then 'yes' else 'no' end as enum ('yes', 'no')
    ) as crewed,
    cast(cast(coalesce(crew.days, 0) as double) as varchar) as crew_days,
    bookings.model_id as model,
    bookings.agency_id as agency,
    cast(1 as bigint) as worked
from bookings
left join people on people.model_id = bookings.model_id
left join crew on crew.booking_id = bookings.booking_id
left join consents on consents.consent_id = bookings.consent_id
where bookings.status = 'worked'
