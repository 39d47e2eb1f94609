-- purpose: crew days by month, of human bookings and of uses of twins and synthetic people
-- parameters:
--   $role varchar: a role of the crew, or 'all'
-- columns:
--   month: first day
--   kind: human, twin or synthetic
--   crew_days: days of worked bookings or uses
--   calls: roles called for them
with kinds as (
    select unnest(['human', 'twin', 'synthetic']) as kind
),
called as (
    select month, kind, sum(crew_days) as crew_days, sum(calls) as calls
    from crew_by_month
    where $role in ('all', role)
    group by month, kind
)
select
    months_of_work.month,
    kinds.kind,
    cast(coalesce(called.crew_days, 0) as double) as crew_days,
    cast(coalesce(called.calls, 0) as bigint) as calls
from months_of_work
cross join kinds
left join called on called.month = months_of_work.month and called.kind = kinds.kind
order by months_of_work.month, list_position(['human', 'twin', 'synthetic'], kinds.kind)
