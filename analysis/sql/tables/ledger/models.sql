-- models: one row a model
-- keys and rules are the contract's (data/ledger/datapackage.json), checked before a ledger is used;
-- here they would cost an index of every row. First statement: table; then from CSV, from Parquet
create table models (
    model_id varchar not null,
    tier varchar not null,
    entered_on date not null,
    left_on date,
    market varchar not null,
    gender varchar,
    skin_tone varchar,
    size varchar,
    age_band varchar
);
insert into models
select
    model_id, tier, entered_on, left_on, market, gender, skin_tone, size, age_band
from read_csv(
    $path, auto_detect = false, header = true, delim = ',', quote = '"', escape = '"',
    nullstr = '', columns = {
        'model_id': 'varchar',
        'tier': 'varchar',
        'entered_on': 'date',
        'left_on': 'date',
        'market': 'varchar',
        'gender': 'varchar',
        'skin_tone': 'varchar',
        'size': 'varchar',
        'age_band': 'varchar'
    }
);
insert into models
select
    cast(model_id as varchar) as model_id,
    cast(tier as varchar) as tier,
    cast(entered_on as date) as entered_on,
    cast(left_on as date) as left_on,
    cast(market as varchar) as market,
    cast(gender as varchar) as gender,
    cast(skin_tone as varchar) as skin_tone,
    cast(size as varchar) as size,
    cast(age_band as varchar) as age_band
from read_parquet($path);
