-- crew_calls: one row a role called for a booking, with the days of all its people
-- keys and rules are the contract's (data/ledger/datapackage.json), checked before a ledger is used;
-- here they would cost an index of every row. First statement: table; then from CSV, from Parquet
create table crew_calls (
    booking_id varchar not null,
    role varchar not null,
    days double not null,
    fee_amount decimal(18, 2) not null,
    currency varchar not null
);
insert into crew_calls
select
    booking_id, role, days, fee_amount, currency
from read_csv(
    $path, auto_detect = false, header = true, delim = ',', quote = '"', escape = '"',
    nullstr = '', columns = {
        'booking_id': 'varchar',
        'role': 'varchar',
        'days': 'double',
        'fee_amount': 'decimal(18, 2)',
        'currency': 'varchar'
    }
);
insert into crew_calls
select
    cast(booking_id as varchar) as booking_id,
    cast(role as varchar) as role,
    cast(days as double) as days,
    cast(fee_amount as decimal(18, 2)) as fee_amount,
    cast(currency as varchar) as currency
from read_parquet($path);
