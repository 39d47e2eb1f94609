-- purpose: what a shoot, an image, a twin, time or crew costs or takes, by who says it
-- parameters:
--   $topic varchar: a topic on costs
--   $per varchar: what the figure is for, '' where nothing
--   $units varchar[]: units drawn on one axis; figures of the topic without a number come along
-- columns:
--   value, low, high: in unit; a value, a range, a bound or nothing
--   quoted: as printed
--   base_n: answers the figure rests on
select
    quantity_id, topic, measure, made_by, organisation, claimed_by, value, low, high, quoted,
    derived, unit, per, country, period_text, year, base_n, note, source_id
from quantities
where topic = $topic
    and (
        (list_contains($units, unit) and coalesce(per, '') = $per)
        or unit is null
    )
order by
    list_position([
        'official statistics', 'authority or law', 'union or association', 'research or survey',
        'agency', 'model or worker', 'brand or retailer', 'consulting firm', 'press estimate',
        'vendor of AI images'
    ], claimed_by),
    unit is null, made_by = 'AI', coalesce(value, low, high), quantity_id
