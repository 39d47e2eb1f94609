-- purpose: the currency into which fees are converted: the one whose every rate is 1
-- parameters: none
-- columns:
--   currency: ISO 4217; no row where nothing is converted
select currency
from rates
group by currency
having min(rate) = 1 and max(rate) = 1
order by currency
