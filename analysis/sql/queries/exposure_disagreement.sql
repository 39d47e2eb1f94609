-- purpose: where every exposure measure ranks one occupation among all it covers
-- parameters:
--   $occupation varchar: SOC code
-- columns:
--   percentile: 0-100, 100 = highest score of the measure
--   rank_from_top: rank, 1 = highest score
--   occupations_n: occupations the measure covers
select
    r.soc, o.title as occupation_title, r.measure, m.title, m.family, m.description, m.scale,
    m.higher_means, m.taxonomy, m.reference_period, m.licensed, r.percentile, r.rank_from_top,
    r.occupations_n, r.code_in_source, r.title_in_source, r.source_id
from exposure_ranks r
join exposure_measures m on m.measure = r.measure
join occupations o on o.soc = r.soc
where r.soc = $occupation
order by m.higher_means, r.percentile desc, r.measure
