-- bench: worked and cancelled bookings by month and kind, from every row instead of the roll-up
select
    date_trunc('month', work_on) as month,
    kind,
    count(*) filter (where status = 'worked') as worked,
    count(*) filter (where status = 'cancelled') as cancelled
from bookings
group by all
order by all
