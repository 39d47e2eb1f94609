-- purpose: crew days of a human booking by channel and role, and of a twin use by role
-- parameters: none
-- columns:
--   channel: as in the ledger; all for twin uses
--   kind: human or twin
--   role: role of the crew
--   per_booking: crew days of the role / worked bookings or uses, those without a call included
with parts as (
    select case when kind = 'human' then channel else 'all' end as channel, kind, worked
    from crew_days_counts
    where kind in ('human', 'twin')
),
worked as (
    select channel, kind, sum(worked) as worked
    from parts
    group by channel, kind
),
days as (
    select
        case when kind = 'human' then channel else 'all' end as channel,
        kind,
        role,
        sum(crew_days) as crew_days
    from crew_by_month
    where kind in ('human', 'twin')
    group by all
)
select
    days.channel,
    days.kind,
    days.role,
    cast(days.crew_days as double) / worked.worked as per_booking
from days
join worked on worked.channel = days.channel and worked.kind = days.kind
order by days.kind, days.channel, days.role
