-- purpose: the day or month of one documented event, to be marked as a date
-- parameters:
--   $event varchar: event_id
-- columns:
--   date_from: first possible day
--   date_to: last possible day
select event_id, date_text, date_from, date_to, organisation, source_id
from twin_events
where event_id = $event and date_from is not null
order by event_id
