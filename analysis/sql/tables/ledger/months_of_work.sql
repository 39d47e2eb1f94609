-- months_of_work: every month from the first to the last in which something was worked, empty ones
-- included; months in which bookings are only cancelled or still ahead lie outside
-- month: first day
create table months_of_work as
select cast(unnest(generate_series(min(month), max(month), interval 1 month)) as date) as month
from bookings_by_month
where worked > 0
order by month;
