-- representation: one row a published count of who is seen, by season or year
-- value, low, high: in unit; low or high alone is a bound; share: 0-1, where unit is a percent
-- season_order: ten times the year named, plus 5 for Fall and Autumn/Winter
-- coverage_id: only rows with the same one, and the same group, measure and unit, make a line
-- base_n: in base_unit
create table representation (
    rep_id varchar primary key check (regexp_full_match(rep_id, 'R[0-9]{3}')),
    topic varchar not null check (topic in (
        'runway casting', 'runway size', 'AI image bias', 'magazine covers',
        'advertising campaigns', 'body pressure')),
    measure varchar not null,
    group_name varchar not null,
    value double check (value >= 0),
    low double check (low >= 0),
    high double check (high >= 0),
    quoted varchar,
    derived boolean not null,
    unit varchar check (unit in (
        'percent of castings', 'percent of models', 'percent of looks', 'percent of images',
        'percent', 'appearances', 'brands')),
    share double check (share between 0 and 1),
    season_text varchar not null,
    season_order integer not null check (season_order between 20000 and 21005),
    season_year integer not null check (season_year between 2000 and 2100),
    city varchar check (city in (
        'New York, London, Paris, Milan', 'New York', 'London', 'Paris', 'Milan')),
    coverage varchar not null,
    coverage_id varchar not null check (regexp_full_match(coverage_id, '[a-z0-9_]+')),
    base_n integer check (base_n >= 1),
    base_unit varchar check (base_unit in (
        'shows', 'model appearances', 'models', 'cover appearances', 'covers', 'looks', 'images',
        'people')),
    organisation varchar not null,
    country varchar,
    note varchar,
    source_id varchar not null references sources (source_id),
    unique (coverage_id, group_name, measure, unit, season_order),
    check (value is null or (low is null and high is null)),
    check (low <= high),
    check ((unit is null) = (coalesce(value, low, high) is null)),
    check ((share is not null)
        = (value is not null and coalesce(starts_with(unit, 'percent'), false))),
    check (abs(share * 100 - value) < 0.0001),
    check (derived = (quoted is null)),
    check (season_order in (season_year * 10, season_year * 10 + 5)),
    check (base_n is null or base_unit is not null)
);
insert into representation
select
    rep_id,
    topic,
    measure,
    group_name,
    value,
    low,
    high,
    quoted,
    derived,
    unit,
    share,
    season_text,
    season_order,
    season_year,
    city,
    coverage,
    coverage_id,
    base_n,
    base_unit,
    organisation,
    country,
    note,
    source_id
from read_csv(
    $path, auto_detect = false, header = true, delim = ',', quote = '"', escape = '"',
    nullstr = '', columns = {
        'rep_id': 'varchar',
        'topic': 'varchar',
        'measure': 'varchar',
        'group_name': 'varchar',
        'value': 'double',
        'low': 'double',
        'high': 'double',
        'quoted': 'varchar',
        'derived': 'boolean',
        'unit': 'varchar',
        'share': 'double',
        'season_text': 'varchar',
        'season_order': 'integer',
        'season_year': 'integer',
        'city': 'varchar',
        'coverage': 'varchar',
        'coverage_id': 'varchar',
        'base_n': 'integer',
        'base_unit': 'varchar',
        'organisation': 'varchar',
        'country': 'varchar',
        'note': 'varchar',
        'source_id': 'varchar'
    }
);
