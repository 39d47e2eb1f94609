-- purpose: parity ratio: over model x brand x channel x fee basis, median twin fee / median human fee
-- parameters:
--   $split varchar: channel, tier or basis
--   $currency varchar: an ISO 4217 code; fees in others are left out
-- columns:
--   part: 'all', or a value of the split
--   pairs: model x brand x channel x fee basis with fees of both kinds, a human median above 0
--   low, middle, high: lower quartile, median and upper quartile of the pairs' ratios
--   below: pairs in which the twin's median fee is below the human one
--   level: pairs in which both are the same
--   thin: pairs in which one of the two medians is of a single fee
--   twin_fees, human_fees: fees in the pairs
--   left_out: pairs whose human median is 0, for which there is no ratio
with fees as not materialized (
    select kind, model_id, brand_id, channel, fee_basis, cast(fee_amount as double) as fee
    from bookings
    where status = 'worked'
        and kind in ('human', 'twin')
        and currency = $currency
        and fee_amount is not null
        and model_id is not null
),
twins as (
    select model_id, brand_id, channel, fee_basis, median(fee) as twin_fee, count(*) as twin_fees
    from fees
    where kind = 'twin'
    group by model_id, brand_id, channel, fee_basis
),
matched as (
    select fees.model_id, fees.brand_id, fees.channel, fees.fee_basis, fees.fee
    from fees
    semi join twins using (model_id, brand_id, channel, fee_basis)
    where fees.kind = 'human'
),
humans as (
    select model_id, brand_id, channel, fee_basis, median(fee) as human_fee, count(*) as human_fees
    from matched
    group by model_id, brand_id, channel, fee_basis
),
pairs as (
    select
        case $split
            when 'channel' then twins.channel
            when 'tier' then models.tier
            else twins.fee_basis
        end as part,
        twins.twin_fee / nullif(humans.human_fee, 0) as ratio,
        twins.twin_fees,
        humans.human_fees
    from twins
    join humans using (model_id, brand_id, channel, fee_basis)
    left join models on models.model_id = twins.model_id
),
grouped as (
    select
        case when grouping(part) = 1 then 'all' else part end as part,
        grouping(part) as is_all,
        count(ratio) as pairs,
        quantile_cont(ratio, 0.25) as low,
        median(ratio) as middle,
        quantile_cont(ratio, 0.75) as high,
        count(*) filter (where ratio < 1) as below,
        count(*) filter (where ratio = 1) as level,
        count(ratio) filter (where twin_fees = 1 or human_fees = 1) as thin,
        cast(coalesce(sum(twin_fees) filter (where ratio is not null), 0) as bigint) as twin_fees,
        cast(coalesce(sum(human_fees) filter (where ratio is not null), 0) as bigint)
            as human_fees,
        count(*) - count(ratio) as left_out
    from pairs
    group by grouping sets ((), (part))
)
select
    part, pairs, low, middle, high, below, level, thin, twin_fees, human_fees, left_out
from grouped
where pairs > 0 or left_out > 0
order by is_all desc, pairs desc, part
