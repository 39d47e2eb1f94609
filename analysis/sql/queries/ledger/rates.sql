-- purpose: the rates by which fees were converted; none where nothing is converted
-- parameters: none
-- columns:
--   currency: ISO 4217
--   year: of the work
--   rate: base currency per unit
--   source: who published it
select currency, year, rate, source
from rates
order by currency, year
