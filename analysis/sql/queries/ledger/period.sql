-- purpose: first and last month in which something was worked
-- parameters: none
-- columns:
--   first_month, last_month: first days of months
--   months: months from the first to the last, both counted
select
    min(month) as first_month,
    max(month) as last_month,
    count(*) as months
from months_of_work
