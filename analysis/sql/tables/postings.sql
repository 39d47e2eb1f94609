-- postings: one row a series of the Indeed job postings index and a month
-- index_mean, index_month_end: 1 February 2020 = 100; days: days read in the month
-- series_id must never be joined across: adjustment methods and vintages differ
create table postings (
    series_id varchar not null check (regexp_full_match(series_id, '[a-z0-9_]+')),
    country varchar not null check (country in (
        'AU', 'CA', 'DE', 'EA', 'ES', 'FR', 'GB', 'IE', 'IT', 'NL', 'US')),
    geography varchar not null check (geography in ('London', 'national')),
    sector varchar not null check (sector in (
        'All sectors', 'Arts & Entertainment', 'Beauty & Wellness', 'Marketing',
        'Media & Communications', 'Production & Manufacturing', 'Retail', 'Sales',
        'Software Development')),
    variable varchar not null check (variable in ('total postings', 'new postings')),
    adjustment varchar not null check (adjustment in (
        'seasonally adjusted (2024 method)', 'seasonally adjusted (2017-2019 patterns)',
        'not seasonally adjusted')),
    vintage varchar not null,
    month date not null,
    index_mean double not null check (index_mean >= 0),
    index_month_end double not null check (index_month_end >= 0),
    days integer not null check (days between 1 and 31),
    complete_month boolean not null,
    source_id varchar not null references sources (source_id),
    primary key (series_id, month)
);
insert into postings
select
    series_id,
    country,
    geography,
    sector,
    variable,
    adjustment,
    vintage,
    cast(month || '-01' as date) as month,
    index_mean,
    index_month_end,
    days,
    complete_month,
    source_id
from read_csv(
    $path, auto_detect = false, header = true, delim = ',', quote = '"', escape = '"',
    nullstr = '', columns = {
        'series_id': 'varchar',
        'country': 'varchar',
        'geography': 'varchar',
        'sector': 'varchar',
        'variable': 'varchar',
        'adjustment': 'varchar',
        'vintage': 'varchar',
        'month': 'varchar',
        'index_mean': 'double',
        'index_month_end': 'double',
        'days': 'integer',
        'complete_month': 'boolean',
        'source_id': 'varchar'
    }
);
