-- law_provisions: one row an instrument under one topic
-- answer: 'not read' is not in what was read; 'no' only where a note says so
-- a 'yes' counts only with the status of its instrument
create table law_provisions (
    provision_id varchar primary key check (regexp_full_match(provision_id, 'P[0-9]{2}_[a-z_]+')),
    instrument_id varchar not null references law_instruments (instrument_id),
    topic varchar not null check (topic in (
        'consent', 'scope', 'pay', 'withdrawal', 'label', 'agency_duty', 'crew', 'enforcement')),
    answer varchar not null check (answer in ('yes', 'no', 'partial', 'unknown', 'not read')),
    article varchar,
    basis varchar not null,
    source_id varchar not null references sources (source_id),
    check (provision_id = instrument_id || '_' || topic),
    check (answer <> 'not read' or article is null)
);
insert into law_provisions
select
    provision_id,
    instrument_id,
    topic,
    answer,
    article,
    basis,
    source_id
from read_csv(
    $path, auto_detect = false, header = true, delim = ',', quote = '"', escape = '"',
    nullstr = '', columns = {
        'provision_id': 'varchar',
        'instrument_id': 'varchar',
        'topic': 'varchar',
        'answer': 'varchar',
        'article': 'varchar',
        'basis': 'varchar',
        'source_id': 'varchar'
    }
);
