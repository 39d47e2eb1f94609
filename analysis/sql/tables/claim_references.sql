-- claim_references: one row another table's row that a verdict rests on
-- resource and row_id name that row; keys of several columns are joined with |
-- no foreign key can point at many tables: a test resolves every reference
create table claim_references (
    reference_id varchar primary key
        check (regexp_full_match(reference_id, 'C[0-9]{2}_[0-9]{1,2}')),
    claim_id varchar not null references claims (claim_id),
    resource varchar not null check (resource in (
        'surveys', 'survey_results', 'twin_events', 'law_instruments', 'law_provisions',
        'law_events', 'quantities', 'representation', 'oews_national', 'oews_industry',
        'projections', 'projection_factors', 'exposure_ranks', 'postings')),
    row_id varchar not null,
    label varchar not null check (length(label) <= 60),
    source_id varchar not null references sources (source_id),
    check (starts_with(reference_id, claim_id || '_')),
    unique (claim_id, resource, row_id)
);
insert into claim_references
select
    reference_id,
    claim_id,
    resource,
    row_id,
    label,
    source_id
from read_csv(
    $path, auto_detect = false, header = true, delim = ',', quote = '"', escape = '"',
    nullstr = '', columns = {
        'reference_id': 'varchar',
        'claim_id': 'varchar',
        'resource': 'varchar',
        'row_id': 'varchar',
        'label': 'varchar',
        'source_id': 'varchar'
    }
);
