-- purpose: how many worked human bookings and twin uses carry a fee in a currency, to say what
--   earnings leave out
-- parameters:
--   $first date: first month of the period, included
--   $last date: last month of the period, included
--   $currency varchar: ISO 4217
-- columns:
--   worked: worked human bookings and twin uses
--   without_fee: those without a fee on record, which count as no earnings
--   elsewhere: those with a fee in another currency, which are left out
--   unnamed: worked human bookings that name no model, whose fee reaches no model of the ledger
select
    cast(coalesce(sum(worked), 0) as bigint) as worked,
    cast(coalesce(sum(worked - fees), 0) as bigint) as without_fee,
    cast(coalesce(sum(fees) filter (where currency <> $currency), 0) as bigint) as elsewhere,
    cast(coalesce(sum(worked) filter (where tier is null), 0) as bigint) as unnamed
from bookings_by_month
where kind in ('human', 'twin') and month between $first and $last
