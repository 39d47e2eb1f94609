-- purpose: shares of one group on magazine covers and in advertising campaigns, by year or season
-- parameters:
--   $group varchar: a group_name, or 'of colour' for people and women of colour
-- columns:
--   line: what must be equal for two figures to be joined
--   season_order: ten times the year named, plus 5 for Fall
--   share: of cover appearances, covers or castings, 0-1
--   base_n: in base_unit
select
    rep_id, topic, group_name, measure, season_text, season_order, share, quoted, derived, unit,
    city, coverage, coverage_id, base_n, base_unit, organisation, note, source_id,
    concat_ws(' / ', coverage_id, group_name, measure, unit) as line,
    topic as panel
from representation
where topic in ('magazine covers', 'advertising campaigns') and share is not null
    and (group_name = $group or ($group = 'of colour' and ends_with(group_name, ' of colour')))
order by topic desc, season_order, organisation, rep_id
