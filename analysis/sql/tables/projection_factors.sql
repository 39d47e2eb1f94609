-- projection_factors: reasons BLS names for one occupation in one industry, paraphrased
create table projection_factors (
    factor_id varchar primary key check (regexp_full_match(factor_id, '[a-z0-9_]+')),
    soc varchar not null references occupations (soc)
        check (regexp_full_match(soc, '[0-9]{2}-[0-9]{4}')),
    round varchar not null check (regexp_full_match(round, '[0-9]{4}-[0-9]{2}')),
    industry_code varchar not null,
    industry_title varchar not null,
    direction varchar not null check (direction in ('falling share', 'rising share')),
    statement varchar not null,
    source_id varchar not null references sources (source_id)
);
insert into projection_factors
select
    factor_id,
    soc,
    round,
    industry_code,
    industry_title,
    direction,
    statement,
    source_id
from read_csv(
    $path, auto_detect = false, header = true, delim = ',', quote = '"', escape = '"',
    nullstr = '', columns = {
        'factor_id': 'varchar',
        'soc': 'varchar',
        'round': 'varchar',
        'industry_code': 'varchar',
        'industry_title': 'varchar',
        'direction': 'varchar',
        'statement': 'varchar',
        'source_id': 'varchar'
    }
);
