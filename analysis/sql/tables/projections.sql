-- projections: one row an occupation and projection round, US, self-employed included
-- change_percent: over ten years, as published; self_employed_share: 0-1
create table projections (
    soc varchar not null references occupations (soc)
        check (regexp_full_match(soc, '[0-9]{2}-[0-9]{4}')),
    round varchar not null check (regexp_full_match(round, '[0-9]{4}-[0-9]{2}')),
    base_year integer not null check (base_year between 2014 and 2100),
    target_year integer not null check (target_year between 2014 and 2100),
    base_employment_persons bigint not null check (base_employment_persons >= 0),
    projected_employment_persons bigint not null check (projected_employment_persons >= 0),
    change_percent double not null check (change_percent >= -100),
    self_employed_share double check (self_employed_share between 0 and 1),
    annual_openings_persons integer check (annual_openings_persons >= 0),
    matured boolean not null,
    crosscheck varchar not null check (crosscheck in (
        'single copy', 'equal in one further copy', 'equal in two further copies')),
    source_id varchar not null references sources (source_id),
    primary key (soc, round),
    check (target_year = base_year + 10),
    check (round = base_year || '-' || right(cast(target_year as varchar), 2))
);
insert into projections
select
    soc,
    round,
    base_year,
    target_year,
    base_employment_persons,
    projected_employment_persons,
    change_percent,
    self_employed_share,
    annual_openings_persons,
    matured,
    crosscheck,
    source_id
from read_csv(
    $path, auto_detect = false, header = true, delim = ',', quote = '"', escape = '"',
    nullstr = '', columns = {
        'soc': 'varchar',
        'round': 'varchar',
        'base_year': 'integer',
        'target_year': 'integer',
        'base_employment_persons': 'bigint',
        'projected_employment_persons': 'bigint',
        'change_percent': 'double',
        'self_employed_share': 'double',
        'annual_openings_persons': 'integer',
        'matured': 'boolean',
        'crosscheck': 'varchar',
        'source_id': 'varchar'
    }
);
