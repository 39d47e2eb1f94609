-- twin_uses_by_maker: worked twin uses by month, the brand the twin was made with, and the brand that
-- used it
-- maker_id: brand of the model's first consent that names one, by day of signing, then by id; empty
-- where no consent of the model names a brand
create table twin_uses_by_maker as
with makers as (
    select model_id, arg_min(brand_id, (signed_on, consent_id)) as maker_id
    from consents
    where brand_id is not null
    group by model_id
)
select
    cast(date_trunc('month', bookings.work_on) as date) as month,
    makers.maker_id,
    bookings.brand_id,
    count(*) as uses
from bookings
left join makers on makers.model_id = bookings.model_id
where bookings.kind = 'twin' and bookings.status = 'worked'
group by all
order by all;
