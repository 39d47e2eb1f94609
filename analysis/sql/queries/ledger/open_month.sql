-- purpose: the last month of work, if nothing was worked in its last three days: it may not be whole
-- parameters: none
-- columns:
--   month: first day of that month; no row where its last days hold work
with ends as (
    select max(work_on) as ended_on
    from bookings
    where status = 'worked'
)
select cast(date_trunc('month', ended_on) as date) as month
from ends
where ended_on < last_day(ended_on) - 2
order by month
