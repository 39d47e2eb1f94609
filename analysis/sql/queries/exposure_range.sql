-- purpose: lowest, middle and highest percentile of each listed occupation over all measures
-- parameters: none
-- columns:
--   lowest: percentile 0-100
--   middle: median percentile 0-100
--   highest: percentile 0-100
--   measures: number of measures where higher means more exposed
select
    r.soc, o.title, min(r.percentile) as lowest, median(r.percentile) as middle,
    max(r.percentile) as highest, count(*) as measures,
    list_sort(list(distinct r.source_id)) as source_ids
from exposure_ranks r
join exposure_measures m on m.measure = r.measure
join occupations o on o.soc = r.soc
where m.higher_means = 'more exposed'
group by r.soc, o.title
order by highest - lowest desc, o.title
