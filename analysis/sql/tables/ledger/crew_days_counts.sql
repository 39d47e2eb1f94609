-- crew_days_counts: how many worked bookings or uses had how many crew days, by month of work and
-- channel; gives exact medians without going through every crew call again
create table crew_days_counts as
with crew as (
    select booking_id, sum(days) as crew_days
    from crew_calls
    group by booking_id
)
select
    cast(date_trunc('month', bookings.work_on) as date) as month,
    bookings.channel,
    bookings.kind,
    coalesce(crew.crew_days, 0) as crew_days,
    count(*) as worked
from bookings
left join crew using (booking_id)
where bookings.status = 'worked'
group by all
order by all;
