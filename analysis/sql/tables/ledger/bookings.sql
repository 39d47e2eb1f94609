-- bookings: one row a booking of a person or a use of a twin or synthetic person
-- keys and rules are the contract's (data/ledger/datapackage.json), checked before a ledger is used;
-- here they would cost an index of every row. First statement: table; then from CSV, from Parquet
create table bookings (
    booking_id varchar not null,
    kind varchar not null,
    status varchar not null,
    booked_on date not null,
    work_on date not null,
    brand_id varchar not null,
    agency_id varchar,
    model_id varchar,
    channel varchar not null,
    market varchar not null,
    days double,
    images integer,
    fee_amount decimal(18, 2),
    currency varchar not null,
    fee_basis varchar not null,
    paid_to varchar not null,
    commission_rate double,
    usage_months integer,
    usage_territory varchar,
    usage_medium varchar,
    twin_owner varchar,
    label_shown varchar not null,
    consent_id varchar
);
insert into bookings
select
    booking_id, kind, status, booked_on, work_on, brand_id, agency_id, model_id, channel,
    market, days, images, fee_amount, currency, fee_basis, paid_to, commission_rate,
    usage_months, usage_territory, usage_medium, twin_owner, label_shown, consent_id
from read_csv(
    $path, auto_detect = false, header = true, delim = ',', quote = '"', escape = '"',
    nullstr = '', columns = {
        'booking_id': 'varchar',
        'kind': 'varchar',
        'status': 'varchar',
        'booked_on': 'date',
        'work_on': 'date',
        'brand_id': 'varchar',
        'agency_id': 'varchar',
        'model_id': 'varchar',
        'channel': 'varchar',
        'market': 'varchar',
        'days': 'double',
        'images': 'integer',
        'fee_amount': 'decimal(18, 2)',
        'currency': 'varchar',
        'fee_basis': 'varchar',
        'paid_to': 'varchar',
        'commission_rate': 'double',
        'usage_months': 'integer',
        'usage_territory': 'varchar',
        'usage_medium': 'varchar',
        'twin_owner': 'varchar',
        'label_shown': 'varchar',
        'consent_id': 'varchar'
    }
);
insert into bookings
select
    cast(booking_id as varchar) as booking_id,
    cast(kind as varchar) as kind,
    cast(status as varchar) as status,
    cast(booked_on as date) as booked_on,
    cast(work_on as date) as work_on,
    cast(brand_id as varchar) as brand_id,
    cast(agency_id as varchar) as agency_id,
    cast(model_id as varchar) as model_id,
    cast(channel as varchar) as channel,
    cast(market as varchar) as market,
    cast(days as double) as days,
    cast(images as integer) as images,
    cast(fee_amount as decimal(18, 2)) as fee_amount,
    cast(currency as varchar) as currency,
    cast(fee_basis as varchar) as fee_basis,
    cast(paid_to as varchar) as paid_to,
    cast(commission_rate as double) as commission_rate,
    cast(usage_months as integer) as usage_months,
    cast(usage_territory as varchar) as usage_territory,
    cast(usage_medium as varchar) as usage_medium,
    cast(twin_owner as varchar) as twin_owner,
    cast(label_shown as varchar) as label_shown,
    cast(consent_id as varchar) as consent_id
from read_parquet($path);
