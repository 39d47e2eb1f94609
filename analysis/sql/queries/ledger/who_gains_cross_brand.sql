-- purpose: twin uses by the brand the twin was made with and the brand that used it
-- parameters:
--   $most integer: how many brands stand by name, those with most uses on either side
--   $first date: first month of the period, included
--   $last date: last month of the period, included
-- columns:
--   maker_group: brand, other (brands beyond $most, summed) or unknown (no consent names a brand)
--   maker_id: brand the twin was made with, empty unless maker_group is brand
--   maker_place: place of that brand by uses, 1 first
--   user_group: brand or other
--   user_id: brand that used it, empty unless user_group is brand
--   user_place: place of that brand by uses
--   uses: worked twin uses
--   own_uses: those of them by the brand the twin was made with
with pairs as (
    select maker_id, brand_id, sum(uses) as uses
    from twin_uses_by_maker
    where month between $first and $last
    group by maker_id, brand_id
),
sides as (
    select maker_id as brand_id, uses from pairs where maker_id is not null
    union all
    select brand_id, uses from pairs where maker_id is null or maker_id <> brand_id
),
ranked as (
    select brand_id, row_number() over (order by sum(uses) desc, brand_id) as place
    from sides
    group by brand_id
),
named as (
    select brand_id, place
    from ranked
    where place <= $most
),
placed as (
    select
        case
            when pairs.maker_id is null then 'unknown'
            when makers.brand_id is null then 'other'
            else 'brand'
        end as maker_group,
        makers.brand_id as maker_id,
        makers.place as maker_place,
        case when users.brand_id is null then 'other' else 'brand' end as user_group,
        users.brand_id as user_id,
        users.place as user_place,
        pairs.uses,
        case when pairs.maker_id = pairs.brand_id then pairs.uses else 0 end as own_uses
    from pairs
    left join named as makers on makers.brand_id = pairs.maker_id
    left join named as users on users.brand_id = pairs.brand_id
),
summed as (
    select
        maker_group,
        maker_id,
        maker_place,
        user_group,
        user_id,
        user_place,
        cast(sum(uses) as bigint) as uses,
        cast(sum(own_uses) as bigint) as own_uses
    from placed
    group by maker_group, maker_id, maker_place, user_group, user_id, user_place
)
select
    maker_group, maker_id, maker_place, user_group, user_id, user_place, uses, own_uses
from summed
order by
    list_position(['brand', 'other', 'unknown'], maker_group),
    maker_place,
    list_position(['brand', 'other'], user_group),
    user_place
