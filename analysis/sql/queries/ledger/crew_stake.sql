-- purpose: a scenario, not a count: crew days at stake by channel, if a stated share of twin uses
--   each stood in for a human booking with the median crew days of that channel
-- parameters:
--   $rate double: share (0-1) of twin uses taken to stand in for a human booking
--   $first date: first month of the period, included
--   $last date: last month of the period, included
-- columns:
--   channel: channels in which a twin was used
--   twin_uses: worked twin uses
--   own_days: crew days which those twin uses called themselves
--   human: worked human bookings
--   median_days: exact median of the crew days of these, those without a call counted as zero; empty
--     where there is no human booking
--   at_stake: twin_uses x median_days x $rate
with counted as (
    select channel, kind, crew_days, sum(worked) as worked
    from crew_days_counts
    where month between $first and $last
    group by channel, kind, crew_days
),
twins as (
    select channel, sum(worked) as uses, sum(crew_days * worked) as own_days
    from counted
    where kind = 'twin'
    group by channel
),
ranked as (
    select
        channel,
        crew_days,
        sum(worked) over (partition by channel order by crew_days) as up_to,
        sum(worked) over (partition by channel) as bookings
    from counted
    where kind = 'human'
),
medians as (
    select
        channel,
        max(bookings) as bookings,
        (
            min(crew_days) filter (where up_to >= (bookings + 1) // 2)
            + min(crew_days) filter (where up_to >= bookings // 2 + 1)
        ) / 2 as median_days
    from ranked
    group by channel
)
select
    twins.channel,
    cast(twins.uses as bigint) as twin_uses,
    cast(twins.own_days as double) as own_days,
    cast(coalesce(medians.bookings, 0) as bigint) as human,
    medians.median_days,
    cast(twins.uses as double) * medians.median_days * cast($rate as double) as at_stake
from twins
left join medians on medians.channel = twins.channel
order by at_stake desc nulls last, twins.channel
