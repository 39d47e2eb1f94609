-- purpose: commission rates of human bookings and twin uses that are paid to agency or model
-- parameters:
--   $channel varchar: a channel, or 'all'
-- columns:
--   kind: human or twin
--   paid_to: agency or model, the two for which a ledger can hold a rate
--   worked: worked bookings or uses
--   rated: those with a rate
--   lowest, middle, highest: lowest, median and highest rate, share of the fee 0-1
--   under, level, over: rows with a rate under the median, at it, over it
--   without: rows that hold no rate
with counted as (
    select kind, paid_to, commission_rate as rate, count(*) as worked
    from bookings
    where status = 'worked'
        and kind in ('human', 'twin')
        and paid_to in ('agency', 'model')
        and ($channel = 'all' or channel = $channel)
    group by kind, paid_to, commission_rate
),
placed as (
    select
        kind,
        paid_to,
        rate,
        worked,
        sum(worked) over (partition by kind, paid_to order by rate) as up_to,
        sum(worked) over (partition by kind, paid_to) as rated
    from counted
    where rate is not null
),
medians as (
    select
        kind,
        paid_to,
        min(rate) as lowest,
        max(rate) as highest,
        (
            min(rate) filter (where up_to >= (rated + 1) // 2)
            + min(rate) filter (where up_to >= (rated + 2) // 2)
        ) / 2 as middle
    from placed
    group by kind, paid_to
)
select
    counted.kind,
    counted.paid_to,
    cast(sum(counted.worked) as bigint) as worked,
    cast(coalesce(sum(counted.worked) filter (where counted.rate is not null), 0) as bigint)
        as rated,
    any_value(medians.lowest) as lowest,
    any_value(medians.middle) as middle,
    any_value(medians.highest) as highest,
    cast(coalesce(sum(counted.worked) filter (where counted.rate < medians.middle), 0) as bigint)
        as under,
    cast(coalesce(sum(counted.worked) filter (where counted.rate = medians.middle), 0) as bigint)
        as level,
    cast(coalesce(sum(counted.worked) filter (where counted.rate > medians.middle), 0) as bigint)
        as over,
    cast(coalesce(sum(counted.worked) filter (where counted.rate is null), 0) as bigint) as without
from counted
left join medians using (kind, paid_to)
group by counted.kind, counted.paid_to
order by counted.paid_to, counted.kind
