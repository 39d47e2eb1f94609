-- bench: twin share by month, from every row instead of the roll-up
select
    date_trunc('month', work_on) as month,
    count(*) filter (where kind = 'human') as human,
    count(*) filter (where kind = 'twin') as twin,
    count(*) filter (where kind = 'synthetic') as synthetic,
    count(*) filter (where kind = 'twin')
        / nullif(count(*) filter (where kind <> 'synthetic'), 0) as twin_share
from bookings
where status = 'worked'
group by all
order by all
