-- purpose: of the models who entered in each year, the share with a worked human booking within 180
--   days after entering
-- parameters: none
-- columns:
--   year: year of entry
--   entered: models who entered in the year
--   observed: those who entered since the ledger's first month and whose 180 days end by its last day
--     of work
--   worked: those of them with a human booking worked on the day of entry or in the 180 days after
--     it; exact from months, because no month holds both ends of the 180 days
--   share: worked / observed, share 0-1, empty where nobody was observed
--   first_entered, last_entered: first and last day of entry of those observed
with ledger as (
    select
        (select min(month) from bookings_by_month where worked > 0) as first_day,
        (select max(last_on) from work_by_model) as last_day
),
entered as (
    select
        models.model_id,
        models.entered_on,
        year(models.entered_on) as year,
        models.entered_on >= ledger.first_day
            and models.entered_on + 180 <= ledger.last_day as is_observed
    from models
    cross join ledger
    where models.entered_on <= ledger.last_day
        and year(models.entered_on) >= year(ledger.first_day)
),
worked as (
    select distinct work_by_model.model_id
    from work_by_model
    join entered on entered.model_id = work_by_model.model_id
        and work_by_model.last_on >= entered.entered_on
        and work_by_model.first_on <= entered.entered_on + 180
    where work_by_model.kind = 'human' and entered.is_observed
)
select
    cast(entered.year as integer) as year,
    count(*) as entered,
    count(*) filter (where entered.is_observed) as observed,
    count(worked.model_id) as worked,
    count(worked.model_id) / nullif(count(*) filter (where entered.is_observed), 0) as share,
    min(entered.entered_on) filter (where entered.is_observed) as first_entered,
    max(entered.entered_on) filter (where entered.is_observed) as last_entered
from entered
left join worked on worked.model_id = entered.model_id
group by entered.year
order by entered.year
