-- purpose: the events of one case, with the persons named counted
-- parameters:
--   $case varchar: case_id
-- columns:
--   models_count: persons said to be involved
--   models_named_count: persons named in the texts read
--   quantity: in quantity_unit
select
    event_id, date_text, date_from, organisation, models_count, models_named,
    coalesce(len(string_split(models_named, '; ')), 0) as models_named_count, consent_disclosed,
    payment_disclosed, payment_terms, label_shown, crew_effect_stated, quantity, quantity_unit,
    vendor, note, source_id
from twin_events
where case_id = $case
order by date_from nulls last, event_id
