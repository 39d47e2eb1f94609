-- purpose: newcomers, established and top models: their shares of models, work and earnings
-- parameters:
--   $first date: first month of the period, included
--   $last date: last month of the period, included
--   $currency varchar: ISO 4217; earnings in others are left out
-- columns:
--   tier: newcomer, established or top; empty for human bookings that name no model
--   models: models on the books some day of the period, and any others who worked in it
--   human, twin: worked human bookings, worked twin uses
--   earned_human, earned: what reaches the models, of human bookings and of all work, in the currency
--   models_share, human_share, twin_share, earned_human_share, earned_share: share 0-1 of the sum
--     over all rows, empty where that is zero
with worked as (
    select
        model_id,
        coalesce(sum(worked) filter (where kind = 'human'), 0) as human,
        coalesce(sum(worked) filter (where kind = 'twin'), 0) as twin,
        coalesce(sum(earned) filter (where kind = 'human' and currency = $currency), 0)
            as earned_human,
        coalesce(sum(earned) filter (where currency = $currency), 0) as earned
    from work_by_model
    where month between $first and $last
    group by model_id
),
tiers as (
    select
        models.tier,
        count(*) as models,
        sum(coalesce(worked.human, 0)) as human,
        sum(coalesce(worked.twin, 0)) as twin,
        sum(coalesce(worked.earned_human, 0)) as earned_human,
        sum(coalesce(worked.earned, 0)) as earned
    from models
    left join worked on worked.model_id = models.model_id
    where (
            models.entered_on <= last_day(cast($last as date))
            and (models.left_on is null or models.left_on >= $first)
        )
        or worked.model_id is not null
    group by models.tier
    union all
    select
        null as tier,
        0 as models,
        sum(worked) as human,
        0 as twin,
        0 as earned_human,
        0 as earned
    from bookings_by_month
    where tier is null and kind = 'human' and worked > 0 and month between $first and $last
    having sum(worked) > 0
)
select
    tier,
    cast(models as bigint) as models,
    cast(human as bigint) as human,
    cast(twin as bigint) as twin,
    cast(earned_human as double) as earned_human,
    cast(earned as double) as earned,
    models / nullif(sum(models) over (), 0) as models_share,
    human / nullif(sum(human) over (), 0) as human_share,
    twin / nullif(sum(twin) over (), 0) as twin_share,
    earned_human / nullif(sum(earned_human) over (), 0) as earned_human_share,
    earned / nullif(sum(earned) over (), 0) as earned_share
from tiers
order by list_position(['newcomer', 'established', 'top'], tier) nulls last
