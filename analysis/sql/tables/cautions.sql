-- cautions: what a reader must know next to figures of a table
-- applies_always: shown with every figure drawn from that table
create table cautions (
    caution_id varchar primary key check (regexp_full_match(caution_id, '[a-z0-9_]+')),
    resource varchar not null,
    title varchar not null,
    statement varchar not null,
    consequence varchar not null,
    applies_always boolean not null,
    source_id varchar not null references sources (source_id),
    check (length(statement) <= 200)
);
insert into cautions
select
    caution_id,
    resource,
    title,
    statement,
    consequence,
    applies_always,
    source_id
from read_csv(
    $path, auto_detect = false, header = true, delim = ',', quote = '"', escape = '"',
    nullstr = '', columns = {
        'caution_id': 'varchar',
        'resource': 'varchar',
        'title': 'varchar',
        'statement': 'varchar',
        'consequence': 'varchar',
        'applies_always': 'boolean',
        'source_id': 'varchar'
    }
);
