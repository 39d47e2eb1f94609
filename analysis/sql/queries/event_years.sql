-- purpose: first and last year of documented events
-- parameters: none
-- columns:
--   first_year: year
--   last_year: year
select min(year) as first_year, max(year) as last_year
from twin_events
