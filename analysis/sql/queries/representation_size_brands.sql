-- purpose: brands that showed other sizes, counted by season
-- parameters: none
-- columns:
--   brands: number of brands
select rep_id, measure, season_text, city, value as brands, organisation, source_id
from representation
where topic = 'runway size' and unit = 'brands'
order by season_order, rep_id
