-- purpose: what law asks of twins and invented faces on one topic, in some jurisdictions
-- parameters:
--   $topic varchar: consent or label
--   $subjects varchar[]: twin, face
--   $jurisdictions varchar[]: codes of jurisdictions
-- columns:
--   subject: twin or face as law_subjects reads the instrument; empty where it has no row
--   asked: answer of law_subjects: yes, partial, probably not, no, unknown (disputed), not read
--   words: the same in plain words
--   answer, article, basis: of the instrument under the topic, as law_provisions has it
--   in_force_to: the last day on which the instrument can have begun to apply
--   as_of: day up to which law was read
with read_so as (
    select
        s.jurisdiction, s.subject_id, s.subject, s.answer as asked, s.words, s.instrument_id,
        s.source_id as subject_source_id
    from law_subjects s
    where s.topic = $topic and list_contains($subjects, s.subject)
),
beside as (
    select
        i.jurisdiction, cast(null as varchar) as subject_id, cast(null as varchar) as subject,
        cast(null as varchar) as asked, cast(null as varchar) as words, i.instrument_id,
        cast(null as varchar) as subject_source_id
    from law_instruments i
    join law_provisions p on p.instrument_id = i.instrument_id
    where i.is_law
        and i.status = 'in force'
        and p.topic = $topic
        and p.answer in ('yes', 'partial')
        and i.instrument_id not in (select instrument_id from law_subjects where topic = $topic)
),
readings as (
    select
        jurisdiction, subject_id, subject, asked, words, instrument_id, subject_source_id
    from read_so
    union all
    select
        jurisdiction, subject_id, subject, asked, words, instrument_id, subject_source_id
    from beside
)
select
    r.jurisdiction, i.jurisdiction_name, r.subject_id, r.subject, r.asked, r.words,
    i.instrument_id, i.name as instrument, i.is_law, i.status, i.in_force_text, i.in_force_from,
    i.in_force_to, i.citation, i.as_of, i.note, p.answer, p.article, p.basis,
    list_sort(list_distinct(list_filter(
        [r.subject_source_id, i.source_id, p.source_id], lambda one: one is not null
    ))) as source_ids
from readings r
join law_instruments i on i.instrument_id = r.instrument_id
left join law_provisions p on p.instrument_id = i.instrument_id and p.topic = $topic
where list_contains($jurisdictions, r.jurisdiction)
order by r.jurisdiction, r.subject desc nulls last, i.instrument_id
