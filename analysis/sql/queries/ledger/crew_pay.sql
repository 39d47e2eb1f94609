-- purpose: crew fees per day by role, of human bookings and of uses, in one currency
-- parameters:
--   $currency varchar: ISO 4217
-- columns:
--   role: role of the crew
--   kind: human, twin or synthetic
--   calls: roles called for worked bookings or uses, in this currency
--   crew_days: their days
--   fee_amount: their fees
--   fee_per_day: fee_amount / crew_days, empty where there are no days
with called as (
    select
        role,
        kind,
        sum(calls) as calls,
        sum(crew_days) as crew_days,
        sum(fee_amount) as fee_amount
    from crew_by_month
    where currency = $currency
    group by role, kind
),
roles as (
    select role, max(cast(fee_amount as double) / nullif(crew_days, 0)) as highest
    from called
    group by role
)
select
    called.role,
    called.kind,
    cast(called.calls as bigint) as calls,
    cast(called.crew_days as double) as crew_days,
    cast(called.fee_amount as double) as fee_amount,
    cast(called.fee_amount as double) / nullif(called.crew_days, 0) as fee_per_day
from called
join roles on roles.role = called.role
order by
    roles.highest desc nulls last,
    called.role,
    list_position(['human', 'twin', 'synthetic'], called.kind)
