-- purpose: consents by whether they end within 90 days of a day, and whether a newer one is signed
-- parameters:
--   $day date: the day from which 90 days are counted
-- columns:
--   state: soon (last day from that day to 90 days after), ended (before that day), later, open
--     (no last day), or not_yet (signed after that day)
--   followed: another consent of the same model, for the same brand or any, signed by that day,
--     ends later and had not ended before that day; only asked of soon and ended
--   consents: number
--   share: consents / consents of the ledger, share 0-1
with placed as (
    select
        consent_id,
        model_id,
        brand_id,
        expires_on,
        case
            when signed_on > $day then 'not_yet'
            when expires_on is null then 'open'
            when expires_on < $day then 'ended'
            when date_diff('day', $day, expires_on) <= 90 then 'soon'
            else 'later'
        end as state
    from consents
),
newer as (
    select distinct placed.consent_id
    from placed
    join consents on consents.model_id = placed.model_id
        and consents.consent_id <> placed.consent_id
    where placed.state in ('soon', 'ended')
        and (consents.brand_id is null or consents.brand_id = placed.brand_id)
        and consents.signed_on <= $day
        and (
            consents.expires_on is null
            or (consents.expires_on > placed.expires_on and consents.expires_on >= $day)
        )
),
counted as (
    select
        placed.state,
        newer.consent_id is not null as followed,
        count(*) as consents
    from placed
    left join newer using (consent_id)
    group by all
)
select state, followed, consents, consents / sum(consents) over () as share
from counted
order by list_position(['soon', 'ended', 'later', 'open', 'not_yet'], state), followed
