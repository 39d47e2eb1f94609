-- purpose: markets with worked twin or synthetic uses
-- parameters: none
-- columns:
--   market: as in the ledger
--   twin, synthetic: worked uses
select
    market,
    cast(coalesce(sum(uses) filter (where kind = 'twin'), 0) as bigint) as twin,
    cast(coalesce(sum(uses) filter (where kind = 'synthetic'), 0) as bigint) as synthetic
from uses_by_day
group by market
order by market
