-- uses_by_day: worked twin and synthetic uses by day and market, because laws begin on a day
-- form: of the consent a twin use names, missing where it names none; empty for synthetic people
-- fits: the consent is by that model, for that brand or any, and was signed by the day of the use
-- expired: the use came after the last day of the consent, not on it
create table uses_by_day as
select
    bookings.work_on,
    bookings.market,
    bookings.kind,
    bookings.label_shown,
    case when bookings.kind = 'twin' then coalesce(consents.form, 'missing') end as form,
    coalesce(
        consents.model_id is not distinct from bookings.model_id
        and coalesce(consents.brand_id = bookings.brand_id, true)
        and consents.signed_on <= bookings.work_on,
        false
    ) as fits,
    coalesce(bookings.work_on > consents.expires_on, false) as expired,
    count(*) as uses
from bookings
left join consents on consents.consent_id = bookings.consent_id
where bookings.kind <> 'human' and bookings.status = 'worked'
group by all
order by all;
