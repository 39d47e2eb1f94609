-- purpose: crew days of each role per worked booking or use of each kind
-- parameters:
--   $channel varchar: a channel, 'all', or 'twins' for the channels where a twin was used (all
--     channels if none was)
-- columns:
--   role: role of the crew, or all for all roles together
--   kind: human, twin or synthetic; kinds that were never worked are left out
--   calls: bookings or uses for which the role (any role) was called
--   crew_days: days of the role, of all its people
--   worked: worked bookings or uses, those without a call included
--   per_booking: crew_days / worked
with with_twins as (
    select distinct channel
    from bookings_by_month
    where kind = 'twin' and worked > 0
),
channels as (
    select distinct channel
    from bookings_by_month
    where $channel in ('all', channel)
        or ($channel = 'twins' and (
            channel in (select channel from with_twins)
            or not exists (select channel from with_twins)))
),
worked as (
    select kind, sum(worked) as worked
    from bookings_by_month
    where channel in (select channel from channels)
    group by kind
    having sum(worked) > 0
),
called as (
    select role, kind, sum(calls) as calls, sum(crew_days) as crew_days
    from crew_by_month
    where channel in (select channel from channels)
    group by role, kind
    union all
    select
        'all' as role,
        kind,
        sum(worked) filter (where crew_days > 0) as calls,
        sum(crew_days * worked) as crew_days
    from crew_days_counts
    where channel in (select channel from channels)
    group by kind
    having sum(crew_days * worked) > 0
),
roles as (
    select role, sum(crew_days) as crew_days
    from called
    group by role
)
select
    roles.role,
    worked.kind,
    cast(coalesce(called.calls, 0) as bigint) as calls,
    cast(coalesce(called.crew_days, 0) as double) as crew_days,
    cast(worked.worked as bigint) as worked,
    coalesce(called.crew_days, 0) / worked.worked as per_booking
from roles
cross join worked
left join called on called.role = roles.role and called.kind = worked.kind
order by
    case when roles.role = 'all' then 0 else 1 end,
    roles.crew_days desc,
    roles.role,
    list_position(['human', 'twin', 'synthetic'], worked.kind)
