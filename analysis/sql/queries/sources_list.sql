-- purpose: sources that meet all filters
-- parameters:
--   $kind varchar: 'all' or a kind
--   $verification varchar: 'all' or a verification
--   $redistribution varchar: 'all' or a redistribution
--   $words varchar[]: words that must all occur, lower case without accents or apostrophes
-- columns:
--   retrieved: day the source was last read
with searchable as (
    select
        source_id,
        translate(lower(strip_accents(concat_ws(' ', source_id, publisher, title, address,
            licence, obtained, note))), '''’', '') as haystack
    from sources
)
select
    s.source_id, s.publisher, s.title, s.address, s.published, s.retrieved, s.obtained,
    s.licence, s.redistribution, s.kind, s.verification, s.access, s.note
from sources s
join searchable t on t.source_id = s.source_id
where ($kind = 'all' or s.kind = $kind)
    and ($verification = 'all' or s.verification = $verification)
    and ($redistribution = 'all' or s.redistribution = $redistribution)
    and len(list_filter($words, lambda word: not contains(t.haystack, word))) = 0
order by s.kind, s.publisher, s.source_id
