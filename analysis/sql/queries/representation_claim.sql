-- purpose: statements that name diversity or inclusion, those that say otherwise, and tests
-- parameters: none
-- columns:
--   evidence: 1 named as a reason, 2 said otherwise, 3 a test of AI-made pictures
--   counted: whether shares of the organisation's AI-made pictures are on the desk
--   number_stated: whether all of them come with a number of pictures
--   beside_castings: whether one coverage holds both its AI-made pictures and castings
--   figures: shares on the desk
with counted_pictures as (
    select
        organisation, count(*) as figures, count(base_n) as with_number,
        min(season_year) as year, list(distinct measure order by measure) as measures,
        list(rep_id order by rep_id) as rep_ids,
        list(distinct source_id order by source_id) as source_ids
    from representation
    where topic = 'AI image bias' and unit = 'percent of images'
    group by organisation
),
common_coverages as (
    select coverage_id
    from representation
    group by coverage_id
    having bool_or(topic = 'AI image bias')
        and bool_or(topic in ('runway casting', 'magazine covers', 'advertising campaigns'))
),
beside as (
    select distinct organisation
    from representation
    where coverage_id in (select coverage_id from common_coverages)
),
evidence_rows as (
    select
        if(regexp_matches(lower(stated_reason), '\b(no|not|nor|never)\b'), 2, 1) as evidence,
        organisation, year, stated_reason as words, era, event_id as row_ids, [source_id] as
        source_ids
    from twin_events
    where regexp_matches(lower(stated_reason), 'divers|inclus')
    union all
    select
        2, organisation, season_year, concat(measure, ': ', quoted), null, rep_id, [source_id]
    from representation
    where topic = 'AI image bias' and unit is null and contains(measure, 'AI ')
    union all
    select
        3, organisation, year, list_aggregate(measures, 'string_agg', '; '), null,
        list_aggregate(rep_ids, 'string_agg', ', '), source_ids
    from counted_pictures
)
select
    e.evidence, e.organisation, e.year, e.words, e.era, coalesce(c.figures, 0) as figures,
    c.organisation is not null as counted, coalesce(c.with_number = c.figures, false) as
    number_stated, b.organisation is not null as beside_castings, e.row_ids, e.source_ids
from evidence_rows e
left join counted_pictures c on c.organisation = e.organisation
left join beside b on b.organisation = e.organisation
order by e.evidence, e.year, e.row_ids
