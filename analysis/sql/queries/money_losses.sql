-- purpose: effects on work that were reported, by who says it; interviews are no effect
-- parameters:
--   $unit varchar: unit; shares told without a number come along with 'percent'
--   $per varchar: what the figure is for, '' where nothing
-- columns:
--   value, low, high: in unit; a value, a range, a bound or nothing
--   quoted: as printed
--   base_n: answers the figure rests on
select
    quantity_id, topic, measure, made_by, organisation, claimed_by, value, low, high, quoted,
    derived, unit, per, country, period_text, year, base_n, note, source_id
from quantities
where topic = 'job effect'
    and not contains(measure, 'interviewed')
    and ((unit = $unit and coalesce(per, '') = $per) or (unit is null and $unit = 'percent'))
order by
    list_position([
        'official statistics', 'authority or law', 'union or association', 'research or survey',
        'agency', 'model or worker', 'brand or retailer', 'consulting firm', 'press estimate',
        'vendor of AI images'
    ], claimed_by),
    unit is null, organisation, year nulls last, quantity_id
