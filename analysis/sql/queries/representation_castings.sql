-- purpose: share of castings of one group in one place, season by season, each counter apart
-- parameters:
--   $group varchar: group_name of a share of castings
--   $place varchar: 'four' for the four cities together, or a city
-- columns:
--   line: what must be equal for two figures to be joined
--   season_order: ten times the year named, plus 5 for Fall
--   share: of castings, or of models where unit says so, 0-1
--   base_n: in base_unit
select
    rep_id, group_name, season_text, season_order, share, quoted, derived, unit, city, coverage,
    coverage_id, base_n, base_unit, organisation, note, source_id,
    concat_ws(' / ', coverage_id, group_name, measure, unit) as line, 'castings' as panel
from representation
where topic = 'runway casting' and share is not null and group_name = $group
    and city = if($place = 'four', 'New York, London, Paris, Milan', $place)
order by season_order, organisation, rep_id
