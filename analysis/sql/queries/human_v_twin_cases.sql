-- purpose: the documented cases themselves, one row an event
-- parameters:
--   $kind varchar: 'all' or a kind of event
--   $words varchar[]: words that must all occur, lower case without accents or apostrophes
-- columns:
--   models_count: persons said to be involved
with searchable as (
    select
        event_id,
        translate(lower(strip_accents(concat_ws(' ', organisation, country, kind, channel,
            models_named, payment_terms, stated_reason, crew_effect_stated, vendor, note))),
            '''’', '') as haystack
    from twin_events
)
select
    e.event_id, e.case_id, e.date_text, e.date_from, e.year, e.organisation,
    e.organisation_type, e.country, e.kind, e.era, e.channel, e.models_count, e.models_named,
    e.consent_disclosed, e.payment_disclosed, e.payment_terms, e.label_shown,
    e.crew_effect_stated, e.allegation, e.denial, e.note, e.source_id
from twin_events e
join searchable t on t.event_id = e.event_id
where ($kind = 'all' or e.kind = $kind)
    and len(list_filter($words, lambda word: not contains(t.haystack, word))) = 0
order by e.date_from desc nulls last, e.event_id
