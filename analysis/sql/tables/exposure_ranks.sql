-- exposure_ranks: rank of a listed occupation under one measure
-- percentile: 100 = highest value of the measure (most exposed; for theta most shielded)
create table exposure_ranks (
    soc varchar not null references occupations (soc)
        check (regexp_full_match(soc, '[0-9]{2}-[0-9]{4}')),
    measure varchar not null references exposure_measures (measure),
    percentile double not null check (percentile between 0 and 100),
    rank_from_top integer not null check (rank_from_top >= 1),
    occupations_n integer not null check (occupations_n >= 1),
    code_in_source varchar not null,
    title_in_source varchar,
    source_id varchar not null references sources (source_id),
    primary key (soc, measure),
    check (rank_from_top <= occupations_n)
);
insert into exposure_ranks
select
    soc,
    measure,
    percentile,
    rank_from_top,
    occupations_n,
    code_in_source,
    title_in_source,
    source_id
from read_csv(
    $path, auto_detect = false, header = true, delim = ',', quote = '"', escape = '"',
    nullstr = '', columns = {
        'soc': 'varchar',
        'measure': 'varchar',
        'percentile': 'double',
        'rank_from_top': 'integer',
        'occupations_n': 'integer',
        'code_in_source': 'varchar',
        'title_in_source': 'varchar',
        'source_id': 'varchar'
    }
);
