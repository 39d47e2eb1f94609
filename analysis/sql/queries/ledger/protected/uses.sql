-- purpose: worked bookings and uses by everything a page asks of them, and by model, for the gate only
-- parameters: none
-- columns:
--   day: day of a use, because laws begin on a day; of a human booking the first of its month
--   kind: human, twin or synthetic
--   channel, market, tier, brand: as in the ledger; synthetic people have no tier
--   currency, basis, paid_to: of the fee
--   fee: none (not in the ledger), zero or paid
--   rated: yes or no, whether the ledger holds a commission rate
--   owner: of the twin, empty for people
--   label: yes, no or unknown, empty for human bookings
--   consent: of the consent that a twin use names its form, whether it was given for this use, whether
--     scope and rate are stated, and whether it has ended, joined by |; missing where it names none
--     (as in uses_by_consent); empty for others
--   crewed: yes or no, whether anybody of a crew was called for a day or part of one
--   model: empty for synthetic people
--   worked: bookings or uses that were worked
with crew as (
    select booking_id, sum(days) as days
    from crew_calls
    group by booking_id
)
select
    cast(
        case when bookings.kind = 'human' then date_trunc('month', bookings.work_on)
            else bookings.work_on end as date
    ) as day,
    bookings.kind,
    bookings.channel,
    bookings.market,
    models.tier,
    bookings.brand_id as brand,
    bookings.currency,
    bookings.fee_basis as basis,
    bookings.paid_to,
    case when bookings.fee_amount is null then 'none' when bookings.fee_amount = 0 then 'zero'
        else 'paid' end as fee,
    case when bookings.commission_rate is null then 'no' else 'yes' end as rated,
    bookings.twin_owner as owner,
    case when bookings.kind <> 'human' then bookings.label_shown end as label,
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
    case when coalesce(crew.days, 0) > 0 then 'yes' else 'no' end as crewed,
    bookings.model_id as model,
    cast(count(*) as bigint) as worked
from bookings
left join models on models.model_id = bookings.model_id
left join crew on crew.booking_id = bookings.booking_id
left join consents on consents.consent_id = bookings.consent_id
where bookings.status = 'worked'
group by all
order by all
