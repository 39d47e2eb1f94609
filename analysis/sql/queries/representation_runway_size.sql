-- purpose: share of looks by size and season, places apart
-- parameters: none
-- columns:
--   line: what must be equal for two figures to be joined
--   season_order: ten times the year named, plus 5 for Autumn/Winter
--   share: of looks, 0-1
--   base_n: in base_unit
select
    rep_id, group_name, season_text, season_order, share, quoted, derived, unit, city, coverage,
    coverage_id, base_n, base_unit, organisation, note, source_id,
    concat_ws(' / ', coverage_id, group_name, measure, unit) as line, group_name as panel
from representation
where topic = 'runway size' and unit = 'percent of looks'
order by
    case
        when group_name like 'plus%' then 1 when group_name like 'mid%' then 2 else 3
    end, group_name, season_order, rep_id
