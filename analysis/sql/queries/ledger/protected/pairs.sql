-- purpose: model x brand x channel x fee basis with fees of both kinds, and their ratio, for the gate
--   only; as in pay_and_consent_parity
-- parameters: none
-- columns:
--   day: first month of the ledger, for a pair has none
--   kind: twin
--   currency, channel, basis, tier, model, brand: as in the ledger
--   agency: one of those the pair's bookings and uses name, empty where they name none: fewer are
--     counted than there are, never more
--   ratio: median twin fee / median human fee, empty where the latter is 0
--   side: below, level or above 1, or none
--   thin: yes or no, whether one of the two medians is of a single fee
--   pairs: 1
--   twin_fees, human_fees: fees in the pair
with ends as (
    select min(month) as first_month
    from months_of_work
),
fees as not materialized (
    select
        kind, currency, model_id, brand_id, channel, fee_basis, agency_id,
        cast(fee_amount as double) as fee
    from bookings
    where status = 'worked'
        and kind in ('human', 'twin')
        and fee_amount is not null
        and model_id is not null
),
twins as (
    select
        currency, model_id, brand_id, channel, fee_basis, median(fee) as twin_fee,
        count(*) as twin_fees, min(agency_id) as agency_id
    from fees
    where kind = 'twin'
    group by currency, model_id, brand_id, channel, fee_basis
),
matched as (
    select
        fees.currency, fees.model_id, fees.brand_id, fees.channel, fees.fee_basis,
        fees.agency_id, fees.fee
    from fees
    semi join twins using (currency, model_id, brand_id, channel, fee_basis)
    where fees.kind = 'human'
),
humans as (
    select
        currency, model_id, brand_id, channel, fee_basis, median(fee) as human_fee,
        count(*) as human_fees, min(agency_id) as agency_id
    from matched
    group by currency, model_id, brand_id, channel, fee_basis
),
pairs as (
    select
        twins.currency,
        twins.channel,
        twins.fee_basis as basis,
        models.tier,
        twins.model_id as model,
        twins.brand_id as brand,
        coalesce(humans.agency_id, twins.agency_id) as agency,
        twins.twin_fee / nullif(humans.human_fee, 0) as ratio,
        twins.twin_fees,
        humans.human_fees
    from twins
    join humans using (currency, model_id, brand_id, channel, fee_basis)
    left join models on models.model_id = twins.model_id
)
select
    ends.first_month as day,
    'twin' as kind,
    pairs.currency,
    pairs.channel,
    pairs.basis,
    pairs.tier,
    pairs.model,
    pairs.brand,
    pairs.agency,
    cast(pairs.ratio as double) as ratio,
    case when pairs.ratio is null then 'none' when pairs.ratio < 1 then 'below'
        when pairs.ratio = 1 then 'level' else 'above' end as side,
    case when pairs.twin_fees = 1 or pairs.human_fees = 1 then 'yes' else 'no' end as thin,
    cast(1 as bigint) as pairs,
    cast(pairs.twin_fees as bigint) as twin_fees,
    cast(pairs.human_fees as bigint) as human_fees
from pairs
cross join ends
order by pairs.currency, pairs.channel, pairs.basis, pairs.model, pairs.brand
