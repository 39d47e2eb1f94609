-- bookings_by_brand: worked bookings and uses with their crew days, by brand, channel, month of work,
-- kind and currency
create table bookings_by_brand as
with crew as (
    select booking_id, sum(days) as crew_days
    from crew_calls
    group by booking_id
)
select
    bookings.brand_id,
    bookings.channel,
    cast(date_trunc('month', bookings.work_on) as date) as month,
    bookings.kind,
    bookings.currency,
    count(*) as worked,
    count(bookings.fee_amount) as fees,
    coalesce(sum(bookings.fee_amount), 0) as fee_amount,
    coalesce(sum(crew.crew_days), 0) as crew_days
from bookings
left join crew using (booking_id)
where bookings.status = 'worked'
group by all
order by all;
