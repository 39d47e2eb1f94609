-- bench: worked human bookings of newcomers by month, from every row instead of the roll-up
select date_trunc('month', bookings.work_on) as month, count(*) as worked
from bookings
join models on models.model_id = bookings.model_id
where bookings.kind = 'human' and bookings.status = 'worked' and models.tier = 'newcomer'
group by all
order by all
