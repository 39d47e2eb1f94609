-- surveys: one row a published survey, poll or ballot: who was asked, how, how many, its limits
-- sampling: only 'probability' can carry an interval; sampling_basis says what the class rests on
-- sample_size_low, sample_size_high: persons; 'more than 500' is low 501 and no high
-- margin_pp: percentage points, as published by the pollster, never computed here
-- fieldwork_from, fieldwork_to: outer bounds; a month or year in print is widened to its ends
create table surveys (
    survey_id varchar primary key,
    organisation varchar not null,
    title varchar not null,
    country varchar not null,
    country_group varchar not null check (country_group in (
        'UK', 'USA', 'Europe', 'other single country', 'several countries', 'not stated')),
    population varchar not null,
    trade varchar not null check (trade in (
        'fashion (mixed)', 'models', 'photographers', 'make-up and hair', 'performers',
        'illustrators and visual artists', 'writers and translators', 'screen crew',
        'creative (mixed)', 'all workers', 'general public', 'executives and employers')),
    method varchar not null,
    mode varchar not null check (mode in (
        'online form', 'online panel', 'online and telephone', 'ballot',
        'face to face and online', 'interviews', 'snap poll at an event', 'not stated')),
    sampling varchar not null check (sampling in (
        'probability', 'quota or opt-in panel', 'census attempt', 'self-selected', 'unknown')),
    sampling_basis varchar,
    sample_size_text varchar,
    sample_size_low integer check (sample_size_low >= 1),
    sample_size_high integer check (sample_size_high >= 1),
    sample_size_exact boolean,
    margin_pp double check (margin_pp >= 0),
    design_effect double check (design_effect >= 1),
    fieldwork_text varchar,
    fieldwork_from date,
    fieldwork_to date,
    year integer check (year between 2000 and 2100),
    year_basis varchar check (year_basis in ('fieldwork', 'published', 'inferred')),
    limits varchar not null,
    source_id varchar not null references sources (source_id),
    check (sampling = 'unknown' or sampling_basis is not null),
    check (sample_size_low <= sample_size_high),
    check (fieldwork_from <= fieldwork_to),
    check ((year is null) = (year_basis is null)),
    check ((sample_size_exact is null) = (sample_size_low is null and sample_size_high is null)),
    check (sample_size_exact is distinct from true
        or coalesce(sample_size_low = sample_size_high, false))
);
insert into surveys
select
    survey_id,
    organisation,
    title,
    country,
    country_group,
    population,
    trade,
    method,
    mode,
    sampling,
    sampling_basis,
    sample_size_text,
    sample_size_low,
    sample_size_high,
    sample_size_exact,
    margin_pp,
    design_effect,
    fieldwork_text,
    fieldwork_from,
    fieldwork_to,
    year,
    year_basis,
    limits,
    source_id
from read_csv(
    $path, auto_detect = false, header = true, delim = ',', quote = '"', escape = '"',
    nullstr = '', columns = {
        'survey_id': 'varchar',
        'organisation': 'varchar',
        'title': 'varchar',
        'country': 'varchar',
        'country_group': 'varchar',
        'population': 'varchar',
        'trade': 'varchar',
        'method': 'varchar',
        'mode': 'varchar',
        'sampling': 'varchar',
        'sampling_basis': 'varchar',
        'sample_size_text': 'varchar',
        'sample_size_low': 'integer',
        'sample_size_high': 'integer',
        'sample_size_exact': 'boolean',
        'margin_pp': 'double',
        'design_effect': 'double',
        'fieldwork_text': 'varchar',
        'fieldwork_from': 'date',
        'fieldwork_to': 'date',
        'year': 'integer',
        'year_basis': 'varchar',
        'limits': 'varchar',
        'source_id': 'varchar'
    }
);
