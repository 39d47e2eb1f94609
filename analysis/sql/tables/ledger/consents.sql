-- consents: one row a consent of a model to the use of a twin
-- keys and rules are the contract's (data/ledger/datapackage.json), checked before a ledger is used;
-- here they would cost an index of every row. First statement: table; then from CSV, from Parquet
create table consents (
    consent_id varchar not null,
    model_id varchar not null,
    brand_id varchar,
    form varchar not null,
    scope varchar,
    signed_on date not null,
    expires_on date,
    rate_stated boolean not null,
    agency_signed boolean not null
);
insert into consents
select
    consent_id, model_id, brand_id, form, scope, signed_on, expires_on, rate_stated,
    agency_signed
from read_csv(
    $path, auto_detect = false, header = true, delim = ',', quote = '"', escape = '"',
    nullstr = '', columns = {
        'consent_id': 'varchar',
        'model_id': 'varchar',
        'brand_id': 'varchar',
        'form': 'varchar',
        'scope': 'varchar',
        'signed_on': 'date',
        'expires_on': 'date',
        'rate_stated': 'boolean',
        'agency_signed': 'boolean'
    }
);
insert into consents
select
    cast(consent_id as varchar) as consent_id,
    cast(model_id as varchar) as model_id,
    cast(brand_id as varchar) as brand_id,
    cast(form as varchar) as form,
    cast(scope as varchar) as scope,
    cast(signed_on as date) as signed_on,
    cast(expires_on as date) as expires_on,
    cast(rate_stated as boolean) as rate_stated,
    cast(agency_signed as boolean) as agency_signed
from read_parquet($path);
