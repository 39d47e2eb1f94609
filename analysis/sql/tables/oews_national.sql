-- oews_national: one row an occupation and year, US wage and salary jobs
-- employed_persons: persons; *_rse_percent: relative standard error, percent of the estimate
-- hourly_*_usd, annual_*_usd: dollars of the year; empty cells carry a code in suppression
-- not a series to be joined: see series_breaks
create table oews_national (
    soc varchar not null references occupations (soc)
        check (regexp_full_match(soc, '[0-9]{2}-[0-9]{4}')),
    year integer not null check (year between 2002 and 2100),
    reference_month varchar not null check (reference_month in ('May', 'not stated')),
    soc_version varchar not null check (soc_version in (
        'SOC 2000', 'SOC 2010 (transition)', 'SOC 2010', 'SOC 2010/2018 hybrid (OEWS)',
        'SOC 2018')),
    employed_persons integer check (employed_persons >= 0),
    employed_rse_percent double check (employed_rse_percent >= 0),
    mean_wage_rse_percent double check (mean_wage_rse_percent >= 0),
    hourly_mean_usd double check (hourly_mean_usd >= 0),
    hourly_p10_usd double check (hourly_p10_usd >= 0),
    hourly_p25_usd double check (hourly_p25_usd >= 0),
    hourly_median_usd double check (hourly_median_usd >= 0),
    hourly_p75_usd double check (hourly_p75_usd >= 0),
    hourly_p90_usd double check (hourly_p90_usd >= 0),
    annual_mean_usd integer check (annual_mean_usd >= 0),
    annual_p10_usd integer check (annual_p10_usd >= 0),
    annual_p25_usd integer check (annual_p25_usd >= 0),
    annual_median_usd integer check (annual_median_usd >= 0),
    annual_p75_usd integer check (annual_p75_usd >= 0),
    annual_p90_usd integer check (annual_p90_usd >= 0),
    suppression varchar,
    crosscheck varchar not null check (crosscheck in (
        'single copy', 'all shared fields equal',
        'all shared fields equal (one copy prints the cap in place of #)')),
    independent_copies integer not null check (independent_copies >= 1),
    source_id varchar not null references sources (source_id),
    primary key (soc, year),
    check (annual_p10_usd <= annual_median_usd),
    check (annual_median_usd <= annual_p90_usd),
    check (annual_median_usd is not null or suppression is not null)
);
insert into oews_national
select
    soc,
    year,
    reference_month,
    soc_version,
    employed_persons,
    employed_rse_percent,
    mean_wage_rse_percent,
    hourly_mean_usd,
    hourly_p10_usd,
    hourly_p25_usd,
    hourly_median_usd,
    hourly_p75_usd,
    hourly_p90_usd,
    annual_mean_usd,
    annual_p10_usd,
    annual_p25_usd,
    annual_median_usd,
    annual_p75_usd,
    annual_p90_usd,
    suppression,
    crosscheck,
    independent_copies,
    source_id
from read_csv(
    $path, auto_detect = false, header = true, delim = ',', quote = '"', escape = '"',
    nullstr = '', columns = {
        'soc': 'varchar',
        'year': 'integer',
        'reference_month': 'varchar',
        'soc_version': 'varchar',
        'employed_persons': 'integer',
        'employed_rse_percent': 'double',
        'mean_wage_rse_percent': 'double',
        'hourly_mean_usd': 'double',
        'hourly_p10_usd': 'double',
        'hourly_p25_usd': 'double',
        'hourly_median_usd': 'double',
        'hourly_p75_usd': 'double',
        'hourly_p90_usd': 'double',
        'annual_mean_usd': 'integer',
        'annual_p10_usd': 'integer',
        'annual_p25_usd': 'integer',
        'annual_median_usd': 'integer',
        'annual_p75_usd': 'integer',
        'annual_p90_usd': 'integer',
        'suppression': 'varchar',
        'crosscheck': 'varchar',
        'independent_copies': 'integer',
        'source_id': 'varchar'
    }
);
