-- purpose: one line of the accounts of retailers other than H&M, by company and length of period
-- parameters:
--   $metric varchar: a line of accounts
--   $units varchar[]: units of one currency, or one other unit
-- columns:
--   value: in unit
--   period_precision: length of the period
select
    quantity_id, topic, measure, metric, made_by, organisation, claimed_by, value, low, high,
    quoted, derived, unit, currency, per, country, period_text, period_from, period_to,
    period_precision, year, base_n, note, source_id
from quantities
where topic = 'retailer accounts'
    and organisation <> 'H&M Group'
    and metric = $metric
    and list_contains($units, unit)
order by
    organisation, list_position(['year', 'half year', 'quarter', 'month', 'day'], period_precision),
    period_from, quantity_id
