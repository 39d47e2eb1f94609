-- uses_by_consent: worked twin uses by month, brand, market and the consent they name
-- form: of the consent; missing where the use names none, and then the columns below are empty too
-- given: fits, or why not: other_model, other_brand (an empty brand is any), signed_later than the use
-- ends: whether the consent has a last day; expired: the use came after that day, not on it
create table uses_by_consent as
select
    cast(date_trunc('month', bookings.work_on) as date) as month,
    bookings.brand_id,
    bookings.market,
    coalesce(consents.form, 'missing') as form,
    case when consents.consent_id is not null then coalesce(trim(consents.scope), '') <> '' end
        as scope_stated,
    consents.rate_stated,
    case
        when consents.consent_id is null then null
        when consents.model_id is distinct from bookings.model_id then 'other_model'
        when consents.brand_id <> bookings.brand_id then 'other_brand'
        when consents.signed_on > bookings.work_on then 'signed_later'
        else 'fits'
    end as given,
    case when consents.consent_id is not null then consents.expires_on is not null end as ends,
    coalesce(bookings.work_on > consents.expires_on, false) as expired,
    count(*) as uses
from bookings
left join consents on consents.consent_id = bookings.consent_id
where bookings.kind = 'twin' and bookings.status = 'worked'
group by all
order by all;
