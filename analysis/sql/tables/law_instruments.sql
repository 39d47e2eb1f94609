-- law_instruments: one row a law, bill, agreement, promise or demand, as of as_of
-- is_law: only enacted statutes, regulations and the general law; status alone does not say so
-- in_force_from, in_force_to: when it begins, widened to the ends of what was printed; not its end
create table law_instruments (
    instrument_id varchar primary key check (regexp_full_match(instrument_id, 'P[0-9]{2}')),
    name varchar unique not null,
    jurisdiction varchar not null check (jurisdiction in (
        'CN', 'DK', 'ES', 'EU', 'FR', 'INT', 'IT', 'KR', 'NO', 'SE', 'UK', 'US', 'US-CA',
        'US-IL', 'US-NY', 'US-TN')),
    jurisdiction_name varchar not null check (jurisdiction_name in (
        'China', 'Denmark', 'Spain', 'European Union', 'France', 'International', 'Italy',
        'South Korea', 'Norway', 'Sweden', 'United Kingdom', 'United States', 'California',
        'Illinois', 'New York State', 'Tennessee')),
    instrument_type varchar not null check (instrument_type in (
        'statute', 'regulation', 'general_law', 'case', 'bill', 'draft', 'guidance',
        'collective_agreement', 'pledge', 'demand')),
    is_law boolean not null,
    status varchar not null check (status in (
        'in force', 'passed, not yet in force', 'bill or draft', 'demand or voluntary', 'ended')),
    in_force_text varchar not null,
    in_force_from date,
    in_force_to date,
    in_force_precision varchar not null check (in_force_precision in (
        'day', 'month', 'year', 'unknown')),
    enforcer varchar,
    private_right_of_action varchar not null check (private_right_of_action in (
        'yes', 'no', 'partial', 'unknown', 'not read')),
    penalty_text varchar,
    citation varchar not null,
    summary varchar not null check (length(summary) <= 240),
    as_of date not null,
    note varchar,
    source_id varchar not null references sources (source_id),
    check (in_force_from <= in_force_to),
    check ((in_force_precision = 'unknown') = (in_force_from is null)),
    check ((in_force_from is null) = (in_force_to is null)),
    check (is_law = (instrument_type in ('statute', 'regulation', 'general_law'))),
    check ((status = 'bill or draft') = (instrument_type in ('bill', 'draft'))),
    check (status <> 'bill or draft' or in_force_from is null),
    check (instrument_type not in ('pledge', 'demand') or status = 'demand or voluntary'),
    check (status <> 'demand or voluntary' or not is_law),
    check (status <> 'passed, not yet in force' or coalesce(in_force_from > as_of, true)),
    check (status not in ('in force', 'ended') or coalesce(in_force_to <= as_of, true))
);
insert into law_instruments
select
    instrument_id,
    name,
    jurisdiction,
    jurisdiction_name,
    instrument_type,
    is_law,
    status,
    in_force_text,
    in_force_from,
    in_force_to,
    in_force_precision,
    enforcer,
    private_right_of_action,
    penalty_text,
    citation,
    summary,
    as_of,
    note,
    source_id
from read_csv(
    $path, auto_detect = false, header = true, delim = ',', quote = '"', escape = '"',
    nullstr = '', columns = {
        'instrument_id': 'varchar',
        'name': 'varchar',
        'jurisdiction': 'varchar',
        'jurisdiction_name': 'varchar',
        'instrument_type': 'varchar',
        'is_law': 'boolean',
        'status': 'varchar',
        'in_force_text': 'varchar',
        'in_force_from': 'date',
        'in_force_to': 'date',
        'in_force_precision': 'varchar',
        'enforcer': 'varchar',
        'private_right_of_action': 'varchar',
        'penalty_text': 'varchar',
        'citation': 'varchar',
        'summary': 'varchar',
        'as_of': 'date',
        'note': 'varchar',
        'source_id': 'varchar'
    }
);
