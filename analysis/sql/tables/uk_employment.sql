-- uk_employment: one row a published UK figure on pay or on the size of an industry
-- value: in the unit of the row; null where suppressed
-- nearest_soc: nearest US code, not an equivalence
create table uk_employment (
    row_id varchar primary key check (regexp_full_match(row_id, '[a-z0-9_]+')),
    topic varchar not null check (topic in ('earnings', 'employment', 'output', 'businesses')),
    code_system varchar not null check (code_system in ('SOC 2010', 'SOC 2020', 'industry')),
    code varchar,
    title varchar not null,
    nearest_soc varchar references occupations (soc)
        check (regexp_full_match(nearest_soc, '[0-9]{2}-[0-9]{4}')),
    nearest_note varchar,
    measure varchar not null,
    unit varchar not null check (unit in ('GBP a year', 'GBP billion', 'jobs', 'businesses')),
    value double check (value >= 0),
    population varchar,
    reference_period varchar not null,
    year integer check (year between 2000 and 2100),
    flag varchar,
    source_id varchar not null references sources (source_id),
    check ((topic = 'earnings') = (unit = 'GBP a year'))
);
insert into uk_employment
select
    row_id,
    topic,
    code_system,
    code,
    title,
    nearest_soc,
    nearest_note,
    measure,
    unit,
    value,
    population,
    reference_period,
    year,
    flag,
    source_id
from read_csv(
    $path, auto_detect = false, header = true, delim = ',', quote = '"', escape = '"',
    nullstr = '', columns = {
        'row_id': 'varchar',
        'topic': 'varchar',
        'code_system': 'varchar',
        'code': 'varchar',
        'title': 'varchar',
        'nearest_soc': 'varchar',
        'nearest_note': 'varchar',
        'measure': 'varchar',
        'unit': 'varchar',
        'value': 'double',
        'population': 'varchar',
        'reference_period': 'varchar',
        'year': 'integer',
        'flag': 'varchar',
        'source_id': 'varchar'
    }
);
