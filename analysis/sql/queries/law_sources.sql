-- purpose: sources of all instruments and events of law, named when a filter leaves nothing
-- parameters: none
-- columns:
--   source_id: stable id
select source_id from law_events
union
select source_id from law_instruments
order by source_id
