-- adoptions: for each brand the month it adopted twins and what that rests on
-- adopted_month: month of adopted_on where stated; else of the brand's first worked use of a twin made
-- with it (the maker is the brand of the model's first consent that names one) or of unknown maker
-- basis: stated, first own use, or none
-- borrowed_uses: worked uses of twins made with another brand
create table adoptions as
with makers as (
    select model_id, arg_min(brand_id, (signed_on, consent_id)) as maker
    from consents
    where brand_id is not null
    group by model_id
),
uses as (
    select
        bookings.brand_id,
        min(bookings.work_on) filter (
            where makers.maker is null or makers.maker = bookings.brand_id
        ) as first_own_use,
        count(*) filter (where makers.maker <> bookings.brand_id) as borrowed_uses,
        count(*) as twin_uses
    from bookings
    left join makers using (model_id)
    where bookings.kind = 'twin' and bookings.status = 'worked'
    group by bookings.brand_id
)
select
    brands.brand_id,
    cast(date_trunc('month', coalesce(brands.adopted_on, uses.first_own_use)) as date)
        as adopted_month,
    case
        when brands.adopted_on is not null then 'stated'
        when uses.first_own_use is not null then 'first own use'
        else 'none'
    end as basis,
    coalesce(uses.borrowed_uses, 0) as borrowed_uses,
    coalesce(uses.twin_uses, 0) as twin_uses
from brands
left join uses using (brand_id)
order by brands.brand_id;
