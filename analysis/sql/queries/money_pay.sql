-- purpose: pay of models and commission of agencies, official statistics first
-- parameters:
--   $topic varchar: 'model pay' or 'agency commission'
--   $unit varchar: unit
--   $per varchar: what the figure is for, '' where nothing
-- columns:
--   value, low, high: in unit; a value, a range, a bound or nothing
--   quoted: as printed
--   base_n: answers the figure rests on
select
    quantity_id, topic, measure, made_by, organisation, claimed_by, value, low, high, quoted,
    derived, unit, per, country, period_text, year, base_n, note, source_id
from quantities
where topic = $topic
    and unit = $unit
    and coalesce(per, '') = $per
order by
    list_position([
        'official statistics', 'authority or law', 'union or association', 'research or survey',
        'agency', 'model or worker', 'brand or retailer', 'consulting firm', 'press estimate',
        'vendor of AI images'
    ], claimed_by),
    year nulls last, coalesce(value, low, high), quantity_id
