-- purpose: claims in circulation that hold all words, or else the nearest ones
-- Nearest is by the number of words found, then by likeness of the wording.
-- parameters:
--   $topic varchar: 'all' or a topic
--   $verdict varchar: 'all' or a verdict
--   $text varchar: the words as one text, lower case without accents or apostrophes
--   $words varchar[]: the same words
--   $nearest integer: how many of the nearest are wanted where none holds all words
-- columns:
--   found: number of the words that occur
--   whole: whether all words occur
--   as_of: day up to which the sources were read
with searchable as (
    select
        claim_id,
        translate(lower(strip_accents(claim)), '''’', '') as wording,
        translate(lower(strip_accents(concat_ws(' ', claim, topic, verdict, what_the_sources_say,
            quotable))), '''’', '') as haystack
    from claims
),
scored as (
    select
        c.claim_id, c.topic, c.claim, c.verdict, c.verdict_text, c.what_the_sources_say,
        c.quotable, c.as_of, c.exhibit_id, c.source_id as desk_source_id,
        len(list_filter($words, lambda word: contains(s.haystack, word))) as found,
        jaccard(s.wording, if($text = '', s.wording, $text)) as likeness
    from claims c
    join searchable s on s.claim_id = c.claim_id
    where ($topic = 'all' or c.topic = $topic) and ($verdict = 'all' or c.verdict = $verdict)
),
ranked as (
    select
        s.claim_id, s.topic, s.claim, s.verdict, s.verdict_text, s.what_the_sources_say,
        s.quotable, s.as_of, s.exhibit_id, s.desk_source_id, s.found, s.likeness,
        s.found = len($words) as whole,
        bool_or(s.found = len($words)) over () as any_whole,
        row_number() over (order by s.found desc, s.likeness desc, s.claim_id) as place
    from scored s
)
select
    r.claim_id, r.topic, r.claim, r.verdict, r.verdict_text, r.what_the_sources_say, r.quotable,
    r.as_of, r.exhibit_id, r.found, r.whole,
    (
        select list(distinct f.source_id order by f.source_id)
        from claim_references f
        where f.claim_id = r.claim_id
    ) as source_ids
from ranked r
where r.whole or (not r.any_whole and r.place <= $nearest and r.found > 0)
order by if($text = '', 0, r.place), r.claim_id
