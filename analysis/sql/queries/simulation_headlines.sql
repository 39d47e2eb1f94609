-- purpose: each headline of the ledger as shipped, over seeds, and over all assumptions at once
-- parameters: none
-- columns:
--   name: of the headline
--   shipped: on the shipped ledger, share
--   seeds: ledgers with other seeds that give it
--   seed_low, seed_high: 2.5% and 97.5% quantile over them
--   draws: ledgers with all assumptions drawn from their ranges that give it
--   draw_low, draw_high: 2.5% and 97.5% quantile over them
with runs as (
    select varied, parameter, value, name, headline, source_id
    from simulation_runs
    unpivot (
        headline for name in (columns(* exclude (varied, parameter, value, seed, source_id)))
    )
)
select
    name,
    max(headline) filter (where varied = 'shipped') as shipped,
    count(*) filter (where varied = 'seed') as seeds,
    quantile_cont(headline, 0.025) filter (where varied = 'seed') as seed_low,
    quantile_cont(headline, 0.975) filter (where varied = 'seed') as seed_high,
    count(*) filter (where varied = 'all') as draws,
    quantile_cont(headline, 0.025) filter (where varied = 'all') as draw_low,
    quantile_cont(headline, 0.975) filter (where varied = 'all') as draw_high,
    list_sort(list(distinct source_id)) as source_ids
from runs
group by name
order by name
