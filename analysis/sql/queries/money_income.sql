-- purpose: amounts of money said to be lost to AI, by who says it
-- parameters:
--   $unit varchar: currency of the amounts
--   $per varchar: what the figure is for, '' where nothing
-- columns:
--   value, low, high: in unit; a value, a range or a bound
--   quoted: as printed
--   base_n: answers the figure rests on
select
    quantity_id, topic, measure, made_by, organisation, claimed_by, value, low, high, quoted,
    derived, unit, per, country, period_text, year, base_n, note, source_id
from quantities
where topic = 'job effect' and currency is not null and unit = $unit and per = $per
order by
    list_position([
        'official statistics', 'authority or law', 'union or association', 'research or survey',
        'agency', 'model or worker', 'brand or retailer', 'consulting firm', 'press estimate',
        'vendor of AI images'
    ], claimed_by),
    organisation, year nulls last, quantity_id
