-- exposure_scores: scores of all occupations, measures with an open licence only
-- score: 0-1, on the scale of its measure; never compared across measures
create table exposure_scores (
    measure varchar not null references exposure_measures (measure),
    soc varchar not null check (regexp_full_match(soc, '[0-9]{2}-[0-9]{4}')),
    score double not null check (score between 0 and 1),
    source_id varchar not null references sources (source_id),
    primary key (measure, soc)
);
insert into exposure_scores
select
    measure,
    soc,
    score,
    source_id
from read_csv(
    $path, auto_detect = false, header = true, delim = ',', quote = '"', escape = '"',
    nullstr = '', columns = {
        'measure': 'varchar',
        'soc': 'varchar',
        'score': 'double',
        'source_id': 'varchar'
    }
);
