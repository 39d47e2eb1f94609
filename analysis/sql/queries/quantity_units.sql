-- purpose: which topics, metrics and units of quantities there are, so that a choice holds one unit
-- parameters: none
-- columns:
--   topic: topic of quantities
--   metric: line of accounts, '' elsewhere
--   of_hm: whether the figures are of H&M
--   per: what a figure is for, '' where nothing
--   unit: unit as printed
--   currency: '' where the unit is no money
--   figures: how many
select
    topic, coalesce(metric, '') as metric, organisation = 'H&M Group' as of_hm,
    coalesce(per, '') as per, unit, coalesce(currency, '') as currency, count(*) as figures,
    list_sort(list(distinct source_id)) as source_ids
from quantities
where unit is not null
group by all
order by topic, figures desc, metric, per, unit, of_hm
