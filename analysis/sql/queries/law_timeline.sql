-- purpose: events of laws, bills, agreements and demands that meet all filters
-- A month or year sorts by its middle, not by its first day.
-- parameters:
--   $jurisdiction varchar: 'all' or a jurisdiction code
--   $nature varchar: 'all', 'law' or 'not law'
--   $words varchar[]: words that must all occur, lower case without accents or apostrophes
-- columns:
--   date_from: first day the event can have, null where no date was found
--   date_to: last day it can have
--   as_of: day up to which law was read; a later date was only scheduled then
with searchable as (
    select
        event_id,
        translate(lower(strip_accents(concat_ws(' ', jurisdiction_name, instrument, stage,
            stage_text, what_it_requires, citation, note))), '''’', '') as haystack
    from law_events
)
select
    e.event_id, e.date_text, e.date_from, e.date_to, e.date_precision, e.jurisdiction,
    e.jurisdiction_name, e.instrument, e.instrument_id, e.instrument_type, e.stage, e.is_law,
    e.scheduled, e.what_it_requires, e.citation, e.as_of, e.note, e.source_id
from law_events e
join searchable t on t.event_id = e.event_id
where ($jurisdiction = 'all' or e.jurisdiction = $jurisdiction)
    and ($nature = 'all' or e.is_law = ($nature = 'law'))
    and len(list_filter($words, lambda word: not contains(t.haystack, word))) = 0
order by e.date_from + cast((e.date_to - e.date_from) // 2 as integer) nulls last, e.event_id
