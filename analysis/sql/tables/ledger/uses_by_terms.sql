-- uses_by_terms: worked twin and synthetic uses by month, channel, basis of the fee, owner of the twin
-- and who is paid
create table uses_by_terms as
select
    cast(date_trunc('month', work_on) as date) as month,
    channel,
    kind,
    fee_basis,
    twin_owner,
    paid_to,
    currency,
    count(*) as uses,
    count(fee_amount) as fees,
    coalesce(sum(fee_amount), 0) as fee_amount
from bookings
where kind <> 'human' and status = 'worked'
group by all
order by all;
