-- purpose: what brands, sellers and others say of AI against a shoot and of AI use
-- parameters:
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
where topic in ('AI against shoot', 'AI use and reception')
    and unit = $unit
    and coalesce(per, '') = $per
order by
    list_position([
        'brand or retailer', 'official statistics', 'authority or law', 'union or association',
        'research or survey', 'agency', 'model or worker', 'consulting firm', 'press estimate',
        'vendor of AI images'
    ], claimed_by),
    topic, coalesce(value, low, high) desc, quantity_id
