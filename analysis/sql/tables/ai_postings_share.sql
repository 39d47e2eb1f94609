-- ai_postings_share: share 0-1 of postings that mention AI terms, by country and month
create table ai_postings_share (
    country varchar not null check (country in (
        'AU', 'CA', 'DE', 'FR', 'GB', 'IE', 'IT', 'NL', 'US')),
    month date not null,
    share double not null check (share between 0 and 1),
    days integer not null check (days between 1 and 31),
    source_id varchar not null references sources (source_id),
    primary key (country, month)
);
insert into ai_postings_share
select
    country,
    cast(month || '-01' as date) as month,
    share,
    days,
    source_id
from read_csv(
    $path, auto_detect = false, header = true, delim = ',', quote = '"', escape = '"',
    nullstr = '', columns = {
        'country': 'varchar',
        'month': 'varchar',
        'share': 'double',
        'days': 'integer',
        'source_id': 'varchar'
    }
);
