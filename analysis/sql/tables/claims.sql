-- claims: one row a claim in circulation, the desk's verdict, and a sentence to quote
-- claim is never shown without verdict; the verdict holds up to as_of
create table claims (
    claim_id varchar primary key check (regexp_full_match(claim_id, 'C[0-9]{2}')),
    topic varchar not null check (topic in (
        'survey', 'twins', 'money', 'jobs', 'law', 'representation')),
    claim varchar not null,
    verdict varchar not null check (verdict in (
        'wrong', 'distorted', 'contradicted', 'unsupported', 'outdated', 'not law (draft)',
        'weak base', 'needs care', 'right with limits')),
    verdict_text varchar not null,
    what_the_sources_say varchar not null,
    quotable varchar not null check (length(quotable) <= 300),
    as_of date not null,
    exhibit_id varchar check (regexp_full_match(exhibit_id, '[a-z0-9_]+')),
    source_id varchar not null references sources (source_id)
);
insert into claims
select
    claim_id,
    topic,
    claim,
    verdict,
    verdict_text,
    what_the_sources_say,
    quotable,
    as_of,
    exhibit_id,
    source_id
from read_csv(
    $path, auto_detect = false, header = true, delim = ',', quote = '"', escape = '"',
    nullstr = '', columns = {
        'claim_id': 'varchar',
        'topic': 'varchar',
        'claim': 'varchar',
        'verdict': 'varchar',
        'verdict_text': 'varchar',
        'what_the_sources_say': 'varchar',
        'quotable': 'varchar',
        'as_of': 'date',
        'exhibit_id': 'varchar',
        'source_id': 'varchar'
    }
);
