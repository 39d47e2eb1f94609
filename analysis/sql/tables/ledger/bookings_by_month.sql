-- bookings_by_month: what adds up, by month of work, channel, market, kind, tier and currency
-- tier: of the model, empty for synthetic people
-- worked, cancelled, booked: bookings or uses of that status; everything else counts worked ones
-- label_no, label_unknown: shown without a label, and where the ledger does not know
create table bookings_by_month as
select
    cast(date_trunc('month', bookings.work_on) as date) as month,
    bookings.channel,
    bookings.market,
    bookings.kind,
    models.tier,
    bookings.currency,
    count(*) filter (where bookings.status = 'worked') as worked,
    count(*) filter (where bookings.status = 'cancelled') as cancelled,
    count(*) filter (where bookings.status = 'booked') as booked,
    count(bookings.fee_amount) filter (where bookings.status = 'worked') as fees,
    coalesce(sum(bookings.fee_amount) filter (where bookings.status = 'worked'), 0) as fee_amount,
    count(*) filter (where bookings.status = 'worked' and bookings.label_shown = 'no') as label_no,
    count(*) filter (where bookings.status = 'worked' and bookings.label_shown = 'unknown')
        as label_unknown
from bookings
left join models using (model_id)
group by all
order by all;
