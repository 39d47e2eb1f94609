-- bench: the same in SQLite, whose months are the first seven signs of a day
select substr(work_on, 1, 7) as month, kind, count(*) as worked
from bookings
where status = 'worked'
group by 1, 2
order by 1, 2
