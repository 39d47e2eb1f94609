-- quantities: one row a published number on costs, fees, time, crew or accounts, and who says it
-- value, low, high: in unit; value alone, a range (low and high), a bound (one of them) or none
-- currency: filled exactly where the unit is money; never converted or summed
-- quarter: the company's own fiscal quarter; period_from and period_to say which months
-- base_n: answers the figure rests on, where stated
create table quantities (
    quantity_id varchar primary key check (regexp_full_match(quantity_id, 'Q[0-9]{3}')),
    topic varchar not null check (topic in (
        'shoot cost', 'image cost', 'AI price', 'twin fee or licence', 'production time', 'crew',
        'AI against shoot', 'AI use and reception', 'model pay', 'model numbers',
        'agency commission', 'agency accounts', 'retailer accounts', 'virtual influencer',
        'job effect', 'market size')),
    measure varchar not null,
    metric varchar check (metric in (
        'net sales', 'gross billings', 'gross merchandise volume', 'operating profit',
        'adjusted operating profit', 'operating margin', 'adjusted operating margin', 'EBITDA',
        'net profit', 'selling and administrative expenses', 'employees',
        'revenue share of gross billings', 'fine')),
    made_by varchar check (made_by in ('people', 'AI', 'twin')),
    organisation varchar not null,
    claimed_by varchar not null check (claimed_by in (
        'company filing', 'brand or retailer', 'vendor of AI images', 'agency',
        'union or association', 'research or survey', 'official statistics', 'authority or law',
        'press estimate', 'model or worker', 'market research firm', 'consulting firm')),
    value double,
    low double check (low >= 0),
    high double check (high >= 0),
    quoted varchar,
    derived boolean not null,
    unit varchar check (unit in (
        'percent', 'times', 'days', 'weeks', 'months', 'people', 'jobs', 'images',
        'million pictures and videos', 'million views', 'EUR', 'EUR million', 'EUR billion',
        'GBP', 'GBP million', 'USD', 'USD million', 'USD billion', 'USD trillion',
        'SEK million', 'CNY', 'INR')),
    currency varchar check (currency in ('EUR', 'GBP', 'USD', 'SEK', 'CNY', 'INR')),
    per varchar check (per in (
        'image', 'video', 'item', 'SKU', 'hour', 'day', 'month', 'year', 'shoot', 'show', 'job',
        'person', 'model', 'persona', 'post', 'advertisement')),
    country varchar,
    period_text varchar,
    period_from date,
    period_to date,
    period_precision varchar not null check (period_precision in (
        'day', 'month', 'quarter', 'half year', 'year', 'unknown')),
    year integer check (year between 2000 and 2100),
    quarter varchar check (regexp_full_match(quarter, '[0-9]{4}Q[1-4]')),
    base_n integer check (base_n >= 1),
    note varchar,
    source_id varchar not null references sources (source_id),
    unique (organisation, metric, quarter),
    check (value is null or (low is null and high is null)),
    check (low <= high),
    check (value >= 0 or unit = 'percent'),
    check ((unit is null) = (coalesce(value, low, high) is null)),
    check ((currency is not null)
        = coalesce(regexp_matches(unit, '^(EUR|GBP|USD|SEK|CNY|INR)'), false)),
    check (starts_with(unit, currency)),
    check (not derived or quoted is null),
    check ((topic in ('retailer accounts', 'agency accounts')) = (metric is not null)),
    check ((topic in (
        'shoot cost', 'image cost', 'AI price', 'twin fee or licence', 'production time', 'crew'))
        = (made_by is not null)),
    check (period_from <= period_to),
    check ((period_precision = 'unknown') = (period_from is null)),
    check ((period_from is null) = (period_to is null)),
    check ((period_from is null) = (year is null)),
    check ((topic = 'retailer accounts' and period_precision = 'quarter')
        = (quarter is not null))
);
insert into quantities
select
    quantity_id,
    topic,
    measure,
    metric,
    made_by,
    organisation,
    claimed_by,
    value,
    low,
    high,
    quoted,
    derived,
    unit,
    currency,
    per,
    country,
    period_text,
    period_from,
    period_to,
    period_precision,
    year,
    quarter,
    base_n,
    note,
    source_id
from read_csv(
    $path, auto_detect = false, header = true, delim = ',', quote = '"', escape = '"',
    nullstr = '', columns = {
        'quantity_id': 'varchar',
        'topic': 'varchar',
        'measure': 'varchar',
        'metric': 'varchar',
        'made_by': 'varchar',
        'organisation': 'varchar',
        'claimed_by': 'varchar',
        'value': 'double',
        'low': 'double',
        'high': 'double',
        'quoted': 'varchar',
        'derived': 'boolean',
        'unit': 'varchar',
        'currency': 'varchar',
        'per': 'varchar',
        'country': 'varchar',
        'period_text': 'varchar',
        'period_from': 'date',
        'period_to': 'date',
        'period_precision': 'varchar',
        'year': 'integer',
        'quarter': 'varchar',
        'base_n': 'integer',
        'note': 'varchar',
        'source_id': 'varchar'
    }
);
