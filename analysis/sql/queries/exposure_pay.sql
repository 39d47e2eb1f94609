-- purpose: score of a licensed measure against median pay, all occupations of OEWS 2025
-- parameters:
--   $measure varchar: a licensed measure
-- columns:
--   score: in the unit of the measure
--   annual_median_usd: US dollars a year
--   employed_persons: wage and salary jobs
select
    s.soc, o.title, o.listed, s.score, p.annual_median_usd, p.employed_persons, m.title as measure,
    m.scale, m.higher_means, [s.source_id, p.source_id] as source_ids
from exposure_scores s
join exposure_measures m on m.measure = s.measure
join oews_occupations_2025 p on p.soc = s.soc
join occupations o on o.soc = s.soc
where s.measure = $measure and m.licensed and p.annual_median_usd is not null
order by s.soc
