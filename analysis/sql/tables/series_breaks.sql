-- series_breaks: years from which a table is not comparable with its earlier rows
-- year: first year of the new regime
create table series_breaks (
    break_id varchar primary key check (regexp_full_match(break_id, '[a-z0-9_]+')),
    resource varchar not null,
    year integer not null check (year between 1990 and 2100),
    kind varchar not null check (kind in ('classification', 'method', 'coverage', 'vintage')),
    statement varchar not null,
    source_id varchar not null references sources (source_id)
);
insert into series_breaks
select
    break_id,
    resource,
    year,
    kind,
    statement,
    source_id
from read_csv(
    $path, auto_detect = false, header = true, delim = ',', quote = '"', escape = '"',
    nullstr = '', columns = {
        'break_id': 'varchar',
        'resource': 'varchar',
        'year': 'integer',
        'kind': 'varchar',
        'statement': 'varchar',
        'source_id': 'varchar'
    }
);
