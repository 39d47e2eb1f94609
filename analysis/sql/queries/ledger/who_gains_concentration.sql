-- purpose: how concentrated the earnings of models are, of human work alone and of all work, with and
--   without those who earned nothing
-- parameters:
--   $first date: first month of the period, included
--   $last date: last month of the period, included
--   $currency varchar: ISO 4217; earnings in others are left out
-- columns:
--   population: books (models on the books some day of the period, and any others who earned in it)
--     or earners (those of them with earnings of that kind)
--   earnings: human (of worked human bookings) or all (fees of twin uses that reach the model, too)
--   models: models of that population
--   zero: models among them who earned nothing of that kind
--   total: their earnings, in the currency
--   gini: Gini coefficient 0-1, empty for fewer than two models or no earnings
--   top_share: share (0-1) of the earnings that the highest-earning tenth of the models has
--   lower_half_share: share (0-1) of the earnings that the lower-earning half has
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
populations as (
    select 'books' as population, earnings, earned from measured
    union all
    select 'earners' as population, earnings, earned from measured where earned > 0
),
ranked as (
    select
        population,
        earnings,
        earned,
        cast(row_number() over (partition by population, earnings order by earned) as double)
            as place,
        cast(count(*) over (partition by population, earnings) as double) as models
    from populations
)
select
    population,
    earnings,
    count(*) as models,
    count(*) filter (where earned = 0) as zero,
    sum(earned) as total,
    case
        when count(*) > 1
            then sum((2 * place - models - 1) * earned) / nullif(count(*) * sum(earned), 0)
    end as gini,
    case
        when count(*) > 1
            then sum(earned * least(1, greatest(0, place - 0.9 * models)))
                / nullif(sum(earned), 0)
    end as top_share,
    case
        when count(*) > 1
            then sum(earned * least(1, greatest(0, 0.5 * models - place + 1)))
                / nullif(sum(earned), 0)
    end as lower_half_share
from ranked
group by population, earnings
order by population, earnings desc
