-- purpose: events that tell of an allegation, each with the reply found
-- A month or year sorts by its middle, not by its first day.
-- parameters: none
-- columns:
--   replied: whether a reply of the other side stood in a text read
select
    event_id, case_id, date_text, date_from, organisation, country, kind, note as allegation_text,
    denial, not (starts_with(denial, 'No reply') or starts_with(denial, 'No denial')) as replied,
    source_id
from twin_events
where allegation
order by date_from + cast((date_to - date_from) // 2 as integer) desc nulls last, event_id
