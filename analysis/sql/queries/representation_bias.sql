-- purpose: shares of AI-made pictures that show something, and statements about AI-made people
-- parameters: none
-- columns:
--   claim: whether it is a statement without a count
--   share: of images, 0-1
--   low_share: of images, 0-1, where only a lower bound was printed
--   high_share: of images, 0-1, where only an upper bound was printed
--   base_n: images, null where not published
select
    rep_id, measure, group_name, season_text, season_order, share, low / 100 as low_share,
    high / 100 as high_share, quoted, derived, unit, unit is null as claim, coverage, coverage_id,
    base_n, base_unit, organisation, note, source_id
from representation
where topic = 'AI image bias'
    and (unit = 'percent of images' or (unit is null and contains(measure, 'AI ')))
order by claim, season_year desc, organisation desc, coverage_id, rep_id
