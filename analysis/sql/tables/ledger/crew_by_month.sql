-- crew_by_month: crew days of worked bookings and uses by month of work, channel, kind and role
create table crew_by_month as
select
    cast(date_trunc('month', bookings.work_on) as date) as month,
    bookings.channel,
    bookings.kind,
    crew_calls.role,
    crew_calls.currency,
    count(*) as calls,
    sum(crew_calls.days) as crew_days,
    sum(crew_calls.fee_amount) as fee_amount
from crew_calls
join bookings using (booking_id)
where bookings.status = 'worked'
group by all
order by all;
