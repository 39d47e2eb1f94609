-- purpose: one line of H&M's accounts by its own quarter, each beside that of a year before
-- parameters:
--   $metric varchar: a line of accounts
-- columns:
--   value: in unit
--   segment: the same for quarters that follow each other without a gap
--   rounded: whether the page read prints a rounded figure
--   value_before: value of the same quarter a year before, in unit
--   rounded_before: whether that one is rounded
with quarters as (
    select
        quantity_id, measure, organisation, claimed_by, value, unit, period_text, period_from,
        period_to, quarter, note, source_id,
        cast(quarter[1:4] as integer) * 4 + cast(quarter[6:6] as integer) as place,
        contains(lower(coalesce(note, '')), 'rounded') as rounded
    from quantities
    where organisation = 'H&M Group' and metric = $metric and quarter is not null
)
select
    q.quantity_id, q.measure, q.organisation, q.claimed_by, q.value, q.unit, q.period_text,
    q.period_from, q.period_to, q.quarter, q.note, q.source_id, q.rounded,
    q.place - row_number() over (order by q.place) as segment,
    b.value as value_before, b.period_text as period_before, b.rounded as rounded_before
from quarters q
left join quarters b on b.place = q.place - 4
order by q.place
