-- purpose: points of the Lorenz curves of models' earnings, of human work alone and of all work
-- parameters:
--   $first date: first month of the period, included
--   $last date: last month of the period, included
--   $currency varchar: ISO 4217; earnings in others are left out
-- columns:
--   earnings: human (of worked human bookings) or all (fees of twin uses that reach the model, too)
--   place: number of the lowest-earning models up to this point, 0 at the start
--   models_share: place / models, share 0-1
--   earned_share: their share (0-1) of all earnings; at most 91 points a curve, each on it
with earned as (
    select
        model_id,
        coalesce(sum(earned) filter (where kind = 'human'), 0) as human,
        sum(earned) as everything
    from work_by_model
    where month between $first and $last and currency = $currency
    group by model_id
),
people as (
    select
        models.model_id,
        coalesce(earned.human, 0) as human,
        coalesce(earned.everything, 0) as everything
    from models
    left join earned on earned.model_id = models.model_id
    where (
            models.entered_on <= last_day(cast($last as date))
            and (models.left_on is null or models.left_on >= $first)
        )
        or earned.everything > 0
),
measured as (
    select 'human' as earnings, human as earned from people
    union all
    select 'all' as earnings, everything as earned from people
),
ranked as (
    select
        earnings,
        row_number() over (partition by earnings order by earned) as place,
        count(*) over (partition by earnings) as models,
        sum(earned) over (
            partition by earnings order by earned rows between unbounded preceding and current row
        ) as up_to,
        sum(earned) over (partition by earnings) as total
    from measured
),
points as (
    select earnings, place, models, up_to, total
    from ranked
    where place * 90 // models > (place - 1) * 90 // models
    union all
    select distinct earnings, 0 as place, models, 0 as up_to, total
    from ranked
)
select
    earnings,
    place,
    place / models as models_share,
    up_to / total as earned_share
from points
where total > 0 and models > 1
order by earnings desc, place
