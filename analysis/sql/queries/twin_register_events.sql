-- purpose: documented events that meet all filters, newest first
-- A month or year sorts by its middle, not by its first day.
-- parameters:
--   $kind varchar: 'all' or a kind of event
--   $country varchar: 'all', 'not stated' or a country
--   $first_year integer: first year
--   $last_year integer: last year
--   $words varchar[]: words that must all occur, lower case without accents or apostrophes
-- columns:
--   models_count: persons said to be involved
--   quantity: in quantity_unit
with years as (
    select min(year) as first_year, max(year) as last_year
    from twin_events
),
searchable as (
    select
        event_id,
        translate(lower(strip_accents(concat_ws(' ', organisation, country, kind, channel,
            models_named, payment_terms, stated_reason, crew_effect_stated, vendor, denial,
            note))), '''’', '') as haystack
    from twin_events
)
select
    e.event_id, e.case_id, e.date_text, e.date_from, e.year, e.organisation,
    e.organisation_type, e.country, e.kind, e.era, e.channel, e.models_count, e.models_named,
    e.consent_disclosed, e.payment_disclosed, e.payment_terms, e.label_shown, e.stated_reason,
    e.crew_effect_stated, e.quantity, e.quantity_unit, e.vendor, e.allegation, e.denial, e.note,
    e.source_id
from twin_events e
join searchable t on t.event_id = e.event_id
cross join years y
where ($kind = 'all' or e.kind = $kind)
    and ($country = 'all' or coalesce(e.country, 'not stated') = $country)
    and (
        e.year between $first_year and $last_year
        or (e.year is null and $first_year <= y.first_year and $last_year >= y.last_year)
    )
    and len(list_filter($words, lambda word: not contains(t.haystack, word))) = 0
order by
    e.date_from + cast((e.date_to - e.date_from) // 2 as integer) desc nulls last, e.event_id
