-- sources: one row a page or file at one level of verification
-- redistribution: full | derived only (ranks ship) | link only (single facts with the address)
-- kind, verification, access: the three parts of standing
create table sources (
    source_id varchar primary key check (regexp_full_match(source_id, '[a-z0-9_]+')),
    publisher varchar not null,
    title varchar not null,
    address varchar not null,
    published varchar check (regexp_full_match(published, '[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?')),
    retrieved date not null,
    obtained varchar not null,
    licence varchar not null,
    redistribution varchar not null check (redistribution in (
        'full', 'derived only', 'link only')),
    kind varchar not null check (kind in (
        'official statistics', 'survey', 'company filing', 'law', 'documented event', 'claim',
        'index', 'simulation', 'scenario')),
    verification varchar not null check (verification in (
        'the organisation itself', 'reported by others')),
    access varchar not null check (access in ('public')),
    note varchar
);
insert into sources
select
    source_id,
    publisher,
    title,
    address,
    published,
    retrieved,
    obtained,
    licence,
    redistribution,
    kind,
    verification,
    access,
    note
from read_csv(
    $path, auto_detect = false, header = true, delim = ',', quote = '"', escape = '"',
    nullstr = '', columns = {
        'source_id': 'varchar',
        'publisher': 'varchar',
        'title': 'varchar',
        'address': 'varchar',
        'published': 'varchar',
        'retrieved': 'date',
        'obtained': 'varchar',
        'licence': 'varchar',
        'redistribution': 'varchar',
        'kind': 'varchar',
        'verification': 'varchar',
        'access': 'varchar',
        'note': 'varchar'
    }
);
