-- purpose: accounts of model agencies and fines against them, by line of accounts
-- parameters:
--   $units varchar[]: units of one currency, or one other unit
-- columns:
--   value: in unit
--   derived: whether the figure was computed here
select
    quantity_id, topic, measure, metric, made_by, organisation, claimed_by, value, low, high,
    quoted, derived, unit, currency, per, country, period_text, period_from, period_to,
    period_precision, year, base_n, note, source_id
from quantities
where topic = 'agency accounts' and list_contains($units, unit)
order by
    list_position(['gross billings', 'net sales', 'operating profit', 'net profit'], metric),
    metric, case when metric = 'fine' then -value end, organisation, period_from, quantity_id
