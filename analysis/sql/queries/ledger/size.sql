-- purpose: how large the ledger is and which months of work it covers
-- parameters: none
-- columns:
--   rows: bookings and uses of any status
--   brands, models: how many are listed
--   first_month, last_month: first days of months
select
    cast(sum(worked + cancelled + booked) as bigint) as rows,
    (select count(*) from brands) as brands,
    (select count(*) from models) as models,
    min(month) as first_month,
    max(month) as last_month
from bookings_by_month
