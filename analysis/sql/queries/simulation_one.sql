-- purpose: one headline with each assumption alone at the ends of its range; what is switched on
--   purpose (size, scale of the effect, contamination) stays out
-- parameters:
--   $headline varchar: a headline's column of simulation_runs
-- columns:
--   parameter: of simulation_parameters
--   meaning, unit: what it stands for
--   value: as shipped, in its unit
--   low, high: ends of its range, in its unit; empty where it is not moved that way
--   at_low, at_high: the headline there, share; empty where that ledger gives none
--   moved: distance of the farthest of the two from the shipped headline, share
with runs as (
    select varied, parameter, value, name, headline, source_id
    from simulation_runs
    unpivot (
        headline for name in (columns(* exclude (varied, parameter, value, seed, source_id)))
    )
),
shipped as (
    select headline
    from runs
    where name = $headline and varied = 'shipped'
),
ends as (
    select
        simulation_parameters.name as parameter,
        any_value(simulation_parameters.meaning) as meaning,
        any_value(simulation_parameters.unit) as unit,
        any_value(simulation_parameters.value) as value,
        max(runs.value) filter (where runs.value < simulation_parameters.value) as low,
        max(runs.value) filter (where runs.value > simulation_parameters.value) as high,
        max(runs.headline) filter (where runs.value < simulation_parameters.value) as at_low,
        max(runs.headline) filter (where runs.value > simulation_parameters.value) as at_high,
        list_sort(list(distinct runs.source_id)) as source_ids
    from runs
    join simulation_parameters on simulation_parameters.name = runs.parameter
    where runs.name = $headline
        and runs.varied = 'one'
        and runs.parameter not in ('bookings', 'effect', 'contaminated')
    group by simulation_parameters.name
)
select
    ends.parameter,
    ends.meaning,
    ends.unit,
    ends.value,
    ends.low,
    ends.high,
    ends.at_low,
    ends.at_high,
    greatest(
        coalesce(abs(ends.at_low - shipped.headline), 0),
        coalesce(abs(ends.at_high - shipped.headline), 0)
    ) as moved,
    ends.source_ids
from ends
cross join shipped
order by moved desc, ends.parameter
