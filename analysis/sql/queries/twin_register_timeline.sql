-- purpose: documented cases, one row a case, with the span of the earliest date printed
-- A month or year sorts by its middle, not by its first day.
-- parameters:
--   $kind varchar: 'all' or a kind of event
--   $country varchar: 'all', 'not stated' or a country
--   $first_year integer: first year
--   $last_year integer: last year
--   $words varchar[]: words that must all occur, lower case without accents or apostrophes
-- columns:
--   date_from: first day the earliest event of the case can have, null where no date was found
--   date_to: last day it can have
--   events: number of events of the case that meet the filters
with years as (
    select min(year) as first_year, max(year) as last_year
    from twin_events
),
matching as (
    select
        e.event_id, e.case_id, e.kind, e.date_text, e.date_precision, e.date_from, e.date_to,
        e.organisation, e.era, e.allegation, e.source_id,
        translate(lower(strip_accents(concat_ws(' ', e.organisation, e.country, e.kind, e.channel,
            e.models_named, e.payment_terms, e.stated_reason, e.crew_effect_stated, e.vendor,
            e.denial, e.note))), '''’', '') as haystack
    from twin_events e
    cross join years y
    where ($kind = 'all' or e.kind = $kind)
        and ($country = 'all' or coalesce(e.country, 'not stated') = $country)
        and (
            e.year between $first_year and $last_year
            or (e.year is null and $first_year <= y.first_year and $last_year >= y.last_year)
        )
),
found as (
    select
        event_id, case_id, kind, date_text, date_precision, date_from, date_to, organisation, era,
        allegation, source_id
    from matching
    where len(list_filter($words, lambda word: not contains(haystack, word))) = 0
),
cases as (
    select
        case_id,
        arg_min(kind, (date_from is null, date_from, event_id)) as kind,
        arg_min(date_text, (date_from is null, date_from, event_id)) as date_text,
        arg_min(date_precision, (date_from is null, date_from, event_id)) as date_precision,
        arg_min(organisation, (date_from is null, date_from, event_id)) as organisation,
        min(date_from) as date_from,
        arg_min(date_to, (date_from is null, date_from, event_id)) as date_to,
        bool_and(era like 'CGI%') as cgi,
        bool_or(allegation) as allegation,
        count(*) as events,
        list(distinct source_id order by source_id) as source_ids
    from found
    group by case_id
)
select
    case_id, kind, date_text, date_precision, organisation, date_from, date_to, cgi, allegation,
    events, source_ids
from cases
order by
    date_from + cast((date_to - date_from) // 2 as integer) nulls last, case_id
