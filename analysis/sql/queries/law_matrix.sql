-- purpose: what each instrument says on each topic, one row an answer
-- parameters:
--   $jurisdiction varchar: 'all' or a jurisdiction code
--   $status varchar: 'all' or a status
--   $words varchar[]: words that must all occur, lower case without accents or apostrophes
-- columns:
--   answer: yes, partial, no, unknown, or not read: not in what was read
--   as_of: day up to which law was read
with searchable as (
    select
        instrument_id,
        translate(lower(strip_accents(concat_ws(' ', name, jurisdiction_name, summary, citation,
            enforcer, penalty_text, note))), '''’', '') as haystack
    from law_instruments
)
select
    i.instrument_id, i.name, i.jurisdiction, i.jurisdiction_name, i.instrument_type, i.is_law,
    i.status, i.in_force_text, i.in_force_from, i.enforcer, i.private_right_of_action,
    i.penalty_text, i.citation, i.summary, i.as_of, i.note, p.topic, p.answer, p.article, p.basis,
    i.source_id as instrument_source_id, p.source_id
from law_instruments i
join law_provisions p on p.instrument_id = i.instrument_id
join searchable t on t.instrument_id = i.instrument_id
where ($jurisdiction = 'all' or i.jurisdiction = $jurisdiction)
    and ($status = 'all' or i.status = $status)
    and len(list_filter($words, lambda word: not contains(t.haystack, word))) = 0
order by
    i.is_law desc, i.status, i.jurisdiction_name, i.in_force_from nulls last, i.instrument_id,
    p.topic
