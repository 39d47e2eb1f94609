-- exposure_measures: one row a published measure; licensed: MIT or CC BY, scores may be passed on
-- higher_means: theta of the IMF runs the other way
create table exposure_measures (
    measure varchar primary key check (regexp_full_match(measure, '[a-z0-9_]+')),
    title varchar not null,
    family varchar not null check (family in (
        'Felten, Raj & Seamans', 'Eloundou et al.', 'Microsoft Research', 'Anthropic',
        'Brynjolfsson, Mitchell & Rock', 'IMF staff', 'GENOE', 'Frey & Osborne', 'ILO')),
    description varchar not null,
    scale varchar not null,
    higher_means varchar not null check (higher_means in ('more exposed', 'more shielded')),
    taxonomy varchar not null check (taxonomy in (
        'SOC 2010', 'SOC 2018', 'O*NET-SOC, averaged to SOC 2018', 'O*NET-SOC, averaged to SOC',
        'ISCO-08')),
    occupations_n integer not null check (occupations_n >= 1),
    reference_period varchar not null,
    licensed boolean not null,
    aggregation varchar,
    source_id varchar not null references sources (source_id)
);
insert into exposure_measures
select
    measure,
    title,
    family,
    description,
    scale,
    higher_means,
    taxonomy,
    occupations_n,
    reference_period,
    licensed,
    aggregation,
    source_id
from read_csv(
    $path, auto_detect = false, header = true, delim = ',', quote = '"', escape = '"',
    nullstr = '', columns = {
        'measure': 'varchar',
        'title': 'varchar',
        'family': 'varchar',
        'description': 'varchar',
        'scale': 'varchar',
        'higher_means': 'varchar',
        'taxonomy': 'varchar',
        'occupations_n': 'integer',
        'reference_period': 'varchar',
        'licensed': 'boolean',
        'aggregation': 'varchar',
        'source_id': 'varchar'
    }
);
