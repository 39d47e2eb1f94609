-- purpose: the documented cases themselves, one row an event
-- parameters:
--   $kind varchar: 'all' or a kind of event
--   $words varchar[]: words that must all occur, lower case without accents
-- columns:
--   models_count: persons said to be involved
with matched as (
    select
        *, lower(strip_accents(concat_ws(' ', organisation, country, kind, channel, models_named,
            payment_terms, stated_reason, crew_effect_stated, vendor, note))) as haystack
    from twin_events
)
select
    event_id, case_id, date_text, date_from, year, organisation, organisation_type, country, kind,
    era, channel, models_count, models_named, consent_disclosed, payment_disclosed, payment_terms,
    label_shown, crew_effect_stated, allegation, denial, note, source_id
from matched
where ($kind = 'all' or kind = $kind)
    and len(list_filter($words, lambda word: not contains(haystack, word))) = 0
order by date_from desc nulls last, event_id
