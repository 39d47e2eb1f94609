-- brands: one row a brand
-- keys and rules are the contract's (data/ledger/datapackage.json), checked before a ledger is used;
-- here they would cost an index of every row. First statement: table; then from CSV, from Parquet
create table brands (
    brand_id varchar not null,
    adopted_on date
);
insert into brands
select
    brand_id, adopted_on
from read_csv(
    $path, auto_detect = false, header = true, delim = ',', quote = '"', escape = '"',
    nullstr = '', columns = {
        'brand_id': 'varchar',
        'adopted_on': 'date'
    }
);
insert into brands
select
    cast(brand_id as varchar) as brand_id,
    cast(adopted_on as date) as adopted_on
from read_parquet($path);
