-- simulation_parameters: one number of the simulated ledger, the range tried, what it rests on
create table simulation_parameters (
    name varchar not null,
    value double not null,
    low double not null,
    high double not null,
    unit varchar not null,
    meaning varchar not null,
    basis varchar not null,
    note varchar,
    source_id varchar not null references sources (source_id),
    primary key (name),
    check (low <= value and value <= high)
);
insert into simulation_parameters
select
    name,
    value,
    low,
    high,
    unit,
    meaning,
    basis,
    note,
    source_id
from read_csv(
    $path, auto_detect = false, header = true, delim = ',', quote = '"', escape = '"',
    nullstr = '', columns = {
        'name': 'varchar',
        'value': 'double',
        'low': 'double',
        'high': 'double',
        'unit': 'varchar',
        'meaning': 'varchar',
        'basis': 'varchar',
        'note': 'varchar',
        'source_id': 'varchar'
    }
);
