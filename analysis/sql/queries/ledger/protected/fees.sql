-- purpose: quartiles of fees and who stands behind them and on either side of each, for the gate only
-- parameters: none
-- columns:
--   currency, basis, kind: as in the ledger; kind is human or twin
--   channel: as in the ledger, or 'all' for all together
--   low, middle, high: lower quartile, median and upper quartile of the whole fee, 0 counted as one
--   unit: model (a person without a name is one unknown model), brand or agency
--   number: distinct ones behind the fees; bookings that name no agency have none
--   low_up_to, middle_up_to, high_up_to: those with a fee at the quartile or below
--   low_from, middle_from, high_from: those with a fee at the quartile or above
--   fee_total: sum of the fees, in the currency
--   largest, two: the largest part of one of them in that sum, and the sum of the two largest
with fees as not materialized (
    select
        currency,
        channel,
        fee_basis as basis,
        kind,
        coalesce(model_id, '') as model,
        brand_id as brand,
        agency_id as agency,
        cast(fee_amount as double) as fee
    from bookings
    where status = 'worked' and kind in ('human', 'twin') and fee_amount is not null
),
cells as (
    select
        currency,
        case when grouping(channel) = 1 then 'all' else channel end as channel,
        basis,
        kind,
        sum(fee) as fee_total,
        quantile_cont(fee, cast('[0.25, 0.5, 0.75]' as double[])) as quartiles
    from fees
    group by grouping sets ((currency, basis, kind), (currency, basis, kind, channel))
),
by_channel as (
    select
        currency,
        channel,
        basis,
        kind,
        case when grouping(model) = 0 then 'model' when grouping(brand) = 0 then 'brand'
            else 'agency' end as unit,
        coalesce(model, brand, agency) as who,
        min(fee) as least,
        max(fee) as most,
        sum(fee) as given
    from fees
    group by grouping sets (
        (currency, channel, basis, kind, model), (currency, channel, basis, kind, brand),
        (currency, channel, basis, kind, agency)
    )
),
units as (
    select
        currency,
        case when grouping(channel) = 1 then 'all' else channel end as channel,
        basis,
        kind,
        unit,
        who,
        min(least) as least,
        max(most) as most,
        sum(given) as given
    from by_channel
    group by grouping sets (
        (currency, basis, kind, unit, who), (currency, channel, basis, kind, unit, who)
    )
),
ranked as (
    select
        currency, channel, basis, kind, unit, least, most, given,
        row_number() over (
            partition by currency, channel, basis, kind, unit order by given desc, who
        ) as place
    from units
    where who is not null
)
select
    cells.currency,
    cells.channel,
    cells.basis,
    cells.kind,
    any_value(cells.quartiles[1]) as low,
    any_value(cells.quartiles[2]) as middle,
    any_value(cells.quartiles[3]) as high,
    ranked.unit,
    count(*) as number,
    count(*) filter (where ranked.least <= cells.quartiles[1]) as low_up_to,
    count(*) filter (where ranked.most >= cells.quartiles[1]) as low_from,
    count(*) filter (where ranked.least <= cells.quartiles[2]) as middle_up_to,
    count(*) filter (where ranked.most >= cells.quartiles[2]) as middle_from,
    count(*) filter (where ranked.least <= cells.quartiles[3]) as high_up_to,
    count(*) filter (where ranked.most >= cells.quartiles[3]) as high_from,
    any_value(cells.fee_total) as fee_total,
    max(ranked.given) as largest,
    sum(ranked.given) filter (where ranked.place <= 2) as two
from cells
join ranked using (currency, channel, basis, kind)
group by cells.currency, cells.channel, cells.basis, cells.kind, ranked.unit
order by cells.currency, cells.channel, cells.basis, cells.kind, ranked.unit
