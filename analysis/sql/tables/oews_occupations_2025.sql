-- oews_occupations_2025: every detailed occupation, US, May 2025, and the total
-- employed_persons: persons; wages: dollars of May 2025
create table oews_occupations_2025 (
    soc varchar primary key references occupations (soc)
        check (regexp_full_match(soc, '[0-9]{2}-[0-9]{4}')),
    employed_persons integer check (employed_persons >= 0),
    employed_rse_percent double check (employed_rse_percent >= 0),
    annual_mean_usd integer check (annual_mean_usd >= 0),
    annual_p10_usd integer check (annual_p10_usd >= 0),
    annual_median_usd integer check (annual_median_usd >= 0),
    annual_p90_usd integer check (annual_p90_usd >= 0),
    hourly_median_usd double check (hourly_median_usd >= 0),
    suppression varchar,
    source_id varchar not null references sources (source_id)
);
insert into oews_occupations_2025
select
    soc,
    employed_persons,
    employed_rse_percent,
    annual_mean_usd,
    annual_p10_usd,
    annual_median_usd,
    annual_p90_usd,
    hourly_median_usd,
    suppression,
    source_id
from read_csv(
    $path, auto_detect = false, header = true, delim = ',', quote = '"', escape = '"',
    nullstr = '', columns = {
        'soc': 'varchar',
        'employed_persons': 'integer',
        'employed_rse_percent': 'double',
        'annual_mean_usd': 'integer',
        'annual_p10_usd': 'integer',
        'annual_median_usd': 'integer',
        'annual_p90_usd': 'integer',
        'hourly_median_usd': 'double',
        'suppression': 'varchar',
        'source_id': 'varchar'
    }
);
