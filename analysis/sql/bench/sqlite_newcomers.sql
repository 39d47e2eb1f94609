-- bench: the same in SQLite, which finds each model by its key
select substr(bookings.work_on, 1, 7) as month, count(*) as worked
from bookings
join models on models.model_id = bookings.model_id
where bookings.kind = 'human' and bookings.status = 'worked' and models.tier = 'newcomer'
group by 1
order by 1
