-- purpose: dates on or after a given day, the nearest first
-- parameters:
--   $day date: the day from which is counted
--   $jurisdiction varchar: 'all' or a jurisdiction code
-- columns:
--   days: days from the given day to the first day the event can have
select
    event_id, date_text, date_from, date_to, date_precision, jurisdiction, jurisdiction_name,
    instrument, instrument_type, stage, is_law, what_it_requires, as_of,
    date_diff('day', $day, date_from) as days, source_id
from law_events
where date_from >= $day and ($jurisdiction = 'all' or jurisdiction = $jurisdiction)
order by date_from, event_id
