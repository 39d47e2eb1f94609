-- purpose: sources that meet all filters
-- parameters:
--   $kind varchar: 'all' or a kind
--   $verification varchar: 'all' or a verification
--   $redistribution varchar: 'all' or a redistribution
--   $words varchar[]: words that must all occur, lower case without accents
-- columns:
--   retrieved: day the source was last read
with matched as (
    select
        *, lower(strip_accents(concat_ws(' ', source_id, publisher, title, address, licence,
            obtained, note))) as haystack
    from sources
)
select
    source_id, publisher, title, address, published, retrieved, obtained, licence,
    redistribution, kind, verification, access, note
from matched
where ($kind = 'all' or kind = $kind)
    and ($verification = 'all' or verification = $verification)
    and ($redistribution = 'all' or redistribution = $redistribution)
    and len(list_filter($words, lambda word: not contains(haystack, word))) = 0
order by kind, publisher, source_id
