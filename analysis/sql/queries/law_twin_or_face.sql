-- purpose: what is asked of a twin of a known model and of an invented face, in five places
-- parameters: none
-- columns:
--   subject: twin or face
--   answer: yes, partial, probably not, no, unknown (disputed), not read
--   as_of: day up to which law was read
select
    s.subject_id, s.jurisdiction, s.jurisdiction_name, s.subject, s.topic, s.answer, s.words,
    i.name as instrument, i.status, i.is_law, i.citation, s.as_of, s.source_id
from law_subjects s
join law_instruments i on i.instrument_id = s.instrument_id
order by
    list_position(['US-NY', 'EU', 'US-CA', 'UK', 'CN'], s.jurisdiction), s.subject desc,
    s.topic, s.subject_id
