-- effect_trials: the estimate of the effect on simulated ledgers, beside the truth put in
-- ledger: effect, none, or contaminated (never-adopters book others' twins)
create table effect_trials (
    ledger varchar not null check (ledger in ('effect', 'none', 'contaminated')),
    seed integer not null check (seed >= 1),
    effect double not null,
    se double check (se >= 0),
    low double,
    high double,
    freedom double check (freedom >= 0),
    truth double not null,
    expected double not null,
    pre_trend double check (pre_trend between 0 and 1),
    cells integer check (cells >= 0),
    cells_held integer check (cells_held >= 0),
    source_id varchar not null references sources (source_id),
    primary key (ledger, seed)
);
insert into effect_trials
select
    ledger,
    seed,
    effect,
    se,
    low,
    high,
    freedom,
    truth,
    expected,
    pre_trend,
    cells,
    cells_held,
    source_id
from read_csv(
    $path, auto_detect = false, header = true, delim = ',', quote = '"', escape = '"',
    nullstr = '', columns = {
        'ledger': 'varchar',
        'seed': 'integer',
        'effect': 'double',
        'se': 'double',
        'low': 'double',
        'high': 'double',
        'freedom': 'double',
        'truth': 'double',
        'expected': 'double',
        'pre_trend': 'double',
        'cells': 'integer',
        'cells_held': 'integer',
        'source_id': 'varchar'
    }
);
