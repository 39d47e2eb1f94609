-- law_subjects: one row what one instrument asks for a twin of a known model or an invented face
-- answer: 'not read' is “not in what was read”, 'unknown' is disputed
create table law_subjects (
    subject_id varchar primary key check (regexp_full_match(subject_id, '[a-z0-9_]+')),
    jurisdiction varchar not null,
    jurisdiction_name varchar not null,
    subject varchar not null check (subject in ('twin', 'face')),
    topic varchar not null check (topic in ('consent', 'label', 'pay')),
    answer varchar not null check (answer in (
        'yes', 'partial', 'probably not', 'no', 'unknown', 'not read')),
    words varchar not null,
    instrument_id varchar not null references law_instruments (instrument_id),
    as_of date not null,
    source_id varchar not null references sources (source_id),
    unique (jurisdiction, subject, topic)
);
insert into law_subjects
select
    subject_id,
    jurisdiction,
    jurisdiction_name,
    subject,
    topic,
    answer,
    words,
    instrument_id,
    as_of,
    source_id
from read_csv(
    $path, auto_detect = false, header = true, delim = ',', quote = '"', escape = '"',
    nullstr = '', columns = {
        'subject_id': 'varchar',
        'jurisdiction': 'varchar',
        'jurisdiction_name': 'varchar',
        'subject': 'varchar',
        'topic': 'varchar',
        'answer': 'varchar',
        'words': 'varchar',
        'instrument_id': 'varchar',
        'as_of': 'date',
        'source_id': 'varchar'
    }
);
