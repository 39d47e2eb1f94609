-- bench: the same in SQLite
select
    substr(work_on, 1, 7) as month,
    1.0 * sum(kind = 'twin') / nullif(sum(kind <> 'synthetic'), 0) as twin_share
from bookings
where status = 'worked'
group by 1
order by 1
