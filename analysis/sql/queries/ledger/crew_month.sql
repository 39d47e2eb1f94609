-- purpose: crew days by month, of human bookings and of uses of twins and synthetic people
-- parameters:
--   $role varchar: a role of the crew, or 'all'
-- columns:
--   month: first day
--   kind: human, twin or synthetic
--   crew_days: days of worked bookings or uses
--   calls: roles called for them
with months as (
    select unnest(generate_series(min(month), max(month), interval 1 month)) as month
    from bookings_by_month
    where worked > 0
),
kinds as (
    select unnest(['human', 'twin', 'synthetic']) as kind
),
called as (
    select month, kind, sum(crew_days) as crew_days, sum(calls) as calls
    from crew_by_month
    where $role in ('all', role)
    group by month, kind
)
select
    cast(months.month as date) as month,
    kinds.kind,
    cast(coalesce(called.crew_days, 0) as double) as crew_days,
    cast(coalesce(called.calls, 0) as bigint) as calls
from months
cross join kinds
left join called on called.month = months.month and called.kind = kinds.kind
order by months.month, list_position(['human', 'twin', 'synthetic'], kinds.kind)
