-- purpose: who stands behind the human bookings of brands that are compared, by month, for the gate only
-- parameters:
--   $adopting varchar[]: brands that adopted twins and are followed
--   $never varchar[]: brands that never did and are compared with
--   $currency varchar: of the fees
-- columns:
--   month: first day
--   side: adopting or never
--   unit: model (a person without a name is one unknown model) or agency (none where none is named)
--   number: distinct ones, in channels that have twin uses
--   fee_total: fees of theirs in the currency
--   largest, two: the largest part of one of them in that, and the sum of the two largest
with worked as (
    select
        cast(date_trunc('month', work_on) as date) as month,
        case when list_contains($adopting, brand_id) then 'adopting' else 'never' end as side,
        coalesce(model_id, '') as model,
        agency_id as agency,
        case when currency = $currency then coalesce(cast(fee_amount as double), 0) else 0 end
            as fee
    from bookings
    where status = 'worked'
        and kind = 'human'
        and (list_contains($adopting, brand_id) or list_contains($never, brand_id))
        and channel in (select channel from bookings_by_brand where kind = 'twin')
),
units as (
    select
        month,
        side,
        case when grouping(model) = 0 then 'model' else 'agency' end as unit,
        coalesce(model, agency) as who,
        sum(fee) as given
    from worked
    group by grouping sets ((month, side, model), (month, side, agency))
),
ranked as (
    select
        month, side, unit, given,
        row_number() over (partition by month, side, unit order by given desc, who) as place
    from units
    where who is not null
)
select
    month,
    side,
    unit,
    count(*) as number,
    sum(given) as fee_total,
    max(given) as largest,
    sum(given) filter (where place <= 2) as two
from ranked
group by month, side, unit
order by month, side, unit
