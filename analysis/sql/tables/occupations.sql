-- occupations: titles of SOC codes as OEWS uses them in May 2025
-- listed: one of the 20 fashion-related occupations of the desk, or the total 00-0000
create table occupations (
    soc varchar primary key check (regexp_full_match(soc, '[0-9]{2}-[0-9]{4}')),
    title varchar not null,
    listed boolean not null,
    source_id varchar not null references sources (source_id)
);
insert into occupations
select
    soc,
    title,
    listed,
    source_id
from read_csv(
    $path, auto_detect = false, header = true, delim = ',', quote = '"', escape = '"',
    nullstr = '', columns = {
        'soc': 'varchar',
        'title': 'varchar',
        'listed': 'boolean',
        'source_id': 'varchar'
    }
);
