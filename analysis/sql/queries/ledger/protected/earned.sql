-- purpose: what reached each model of worked human bookings and twin uses, by brand and agency, for the
--   gate only
-- parameters:
--   $first date: first month of the period, included
--   $last date: last month of the period, included
--   $currency varchar: ISO 4217; fees in others are left out
-- columns:
--   model, tier: of the models table
--   brand, agency: as in the ledger; no agency where the booking names none
--   kind: human or twin
--   fees: bookings or uses with earnings of the model
--   earned: fee x (1 - commission) where it is paid to the model or the agency, in the currency
with paid as (
    select
        model_id,
        brand_id,
        agency_id,
        kind,
        cast(fee_amount as double) * (1 - coalesce(commission_rate, 0)) as earned
    from bookings
    where status = 'worked'
        and model_id is not null
        and paid_to in ('model', 'agency')
        and currency = $currency
        and date_trunc('month', work_on) between $first and $last
)
select
    paid.model_id as model,
    models.tier,
    paid.brand_id as brand,
    paid.agency_id as agency,
    paid.kind,
    count(*) as fees,
    sum(paid.earned) as earned
from paid
join models on models.model_id = paid.model_id
where paid.earned > 0
group by all
order by all
