-- purpose: models in the ledger and not left before the last day of each month, how many had no worked
--   human booking in the 90 days that end that day, and human bookings per working model
-- parameters:
--   $tier varchar: a tier of models, or 'all'
-- columns:
--   month: first day of the month
--   models: models that had entered and not left on the last day of the month
--   without_booking: of these, models whose last worked human booking is more than 90 days back
--   share_without: share 0-1
--   bookings: human bookings worked in the month
--   working: models who worked at least one of them
--   per_working: human bookings / working, empty where nobody worked
with ends as (
    select month, last_day(month) as ends_on
    from months_of_work
    where last_day(month) >= (select min(month) from months_of_work) + interval 90 day
),
people as (
    select model_id, entered_on, left_on
    from models
    where $tier = 'all' or tier = $tier
),
present as (
    select ends.month, count(*) as models
    from ends
    join people on people.entered_on <= ends.ends_on
        and (people.left_on is null or people.left_on >= ends.ends_on)
    group by ends.month
),
latest as (
    select model_id, month, max(last_on) as last_on, sum(worked) as worked
    from work_by_model
    where kind = 'human'
    group by model_id, month
),
seen as (
    select ends.month, count(distinct people.model_id) as models
    from latest
    join people on people.model_id = latest.model_id
    join ends on latest.last_on > ends.ends_on - interval 90 day
        and latest.last_on <= ends.ends_on
    where people.entered_on <= ends.ends_on
        and (people.left_on is null or people.left_on >= ends.ends_on)
    group by ends.month
),
worked as (
    select latest.month, sum(latest.worked) as bookings, count(*) as working
    from latest
    join people on people.model_id = latest.model_id
    group by latest.month
)
select
    ends.month,
    cast(coalesce(present.models, 0) as bigint) as models,
    cast(coalesce(present.models, 0) - coalesce(seen.models, 0) as bigint) as without_booking,
    (coalesce(present.models, 0) - coalesce(seen.models, 0)) / nullif(present.models, 0)
        as share_without,
    cast(coalesce(worked.bookings, 0) as bigint) as bookings,
    cast(coalesce(worked.working, 0) as bigint) as working,
    worked.bookings / nullif(worked.working, 0) as per_working
from ends
left join present using (month)
left join seen using (month)
left join worked using (month)
order by ends.month
