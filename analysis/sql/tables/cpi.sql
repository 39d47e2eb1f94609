-- cpi: one row a price index and a month, or a year (month is null)
-- index_value: only ratios within one series mean something
create table cpi (
    series_id varchar not null check (series_id in ('CUUR0000SA0', 'CUUR0000SAA', 'D7BT', 'L522')),
    series_title varchar not null,
    country varchar not null check (country in ('UK', 'US')),
    frequency varchar not null check (frequency in ('monthly', 'annual')),
    period varchar not null check (regexp_full_match(period, '[0-9]{4}(-(0[1-9]|1[0-2]))?')),
    year integer not null check (year between 2000 and 2100),
    month integer check (month between 1 and 12),
    index_value double not null check (index_value >= 0),
    base varchar not null,
    source_id varchar not null references sources (source_id),
    primary key (series_id, period),
    check ((frequency = 'monthly') = (month is not null))
);
insert into cpi
select
    series_id,
    series_title,
    country,
    frequency,
    period,
    year,
    month,
    index_value,
    base,
    source_id
from read_csv(
    $path, auto_detect = false, header = true, delim = ',', quote = '"', escape = '"',
    nullstr = '', columns = {
        'series_id': 'varchar',
        'series_title': 'varchar',
        'country': 'varchar',
        'frequency': 'varchar',
        'period': 'varchar',
        'year': 'integer',
        'month': 'integer',
        'index_value': 'double',
        'base': 'varchar',
        'source_id': 'varchar'
    }
);
