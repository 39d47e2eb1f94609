-- purpose: counts of appearances of one group on runways, each with what was counted
-- parameters:
--   $group varchar: group_name of a count of appearances
-- columns:
--   line: what must be equal for two figures to be counted alike
--   season_order: ten times the year named, plus 5 for Fall
--   appearances: model appearances
--   base_n: in base_unit
select
    rep_id, group_name, season_text, season_order, value as appearances, quoted, derived, unit,
    city, coverage, coverage_id, base_n, base_unit, organisation, note, source_id,
    concat_ws(' / ', coverage_id, group_name, measure, unit) as line
from representation
where topic = 'runway casting' and unit = 'appearances' and group_name = $group
order by length(city) desc, city, min(season_order) over (partition by coverage_id),
    coverage_id, season_order, rep_id
