-- rates: what one unit of a currency was worth in a year, in the base currency; often empty
-- keys and rules are the contract's (data/ledger/datapackage.json), checked before a ledger is used;
-- here they would cost an index of every row. First statement: table; then from CSV, from Parquet
create table rates (
    currency varchar not null,
    year integer not null,
    rate double not null,
    source varchar not null
);
insert into rates
select
    currency, year, rate, source
from read_csv(
    $path, auto_detect = false, header = true, delim = ',', quote = '"', escape = '"',
    nullstr = '', columns = {
        'currency': 'varchar',
        'year': 'integer',
        'rate': 'double',
        'source': 'varchar'
    }
);
insert into rates
select
    cast(currency as varchar) as currency,
    cast(year as integer) as year,
    cast(rate as double) as rate,
    cast(source as varchar) as source
from read_parquet($path);
