-- work_by_model: worked human bookings and twin uses of each model by month of work and currency
-- earned: what reaches the model: fee x (1 - commission) where it is paid to the model or the agency,
-- nothing where it is paid to the brand or to nobody
-- first_on, last_on: first and last day of such work in the month
create table work_by_model as
select
    model_id,
    cast(date_trunc('month', work_on) as date) as month,
    kind,
    currency,
    count(*) as worked,
    min(work_on) as first_on,
    max(work_on) as last_on,
    coalesce(sum(fee_amount), 0) as fee_amount,
    coalesce(sum(
        case
            when paid_to in ('model', 'agency')
                then cast(fee_amount as double) * (1 - coalesce(commission_rate, 0))
            else 0
        end
    ), 0) as earned
from bookings
where status = 'worked' and model_id is not null
group by all
order by all;
