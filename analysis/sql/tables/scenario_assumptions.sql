-- scenario_assumptions: one assumption of the scenarios, the range it is drawn from, what it rests on
create table scenario_assumptions (
    name varchar not null,
    topic varchar not null,
    meaning varchar not null,
    unit varchar not null,
    value double not null,
    low double not null,
    high double not null,
    least double not null,
    most double not null,
    basis varchar not null,
    note varchar,
    source_id varchar not null references sources (source_id),
    primary key (name),
    check (least <= low and low <= value and value <= high and high <= most)
);
insert into scenario_assumptions
select
    name,
    topic,
    meaning,
    unit,
    value,
    low,
    high,
    least,
    most,
    basis,
    note,
    source_id
from read_csv(
    $path, auto_detect = false, header = true, delim = ',', quote = '"', escape = '"',
    nullstr = '', columns = {
        'name': 'varchar',
        'topic': 'varchar',
        'meaning': 'varchar',
        'unit': 'varchar',
        'value': 'double',
        'low': 'double',
        'high': 'double',
        'least': 'double',
        'most': 'double',
        'basis': 'varchar',
        'note': 'varchar',
        'source_id': 'varchar'
    }
);
