-- purpose: how often the interval of the estimate holds the truth, and how far the estimate is off
-- parameters: none
-- columns:
--   ledger: effect, none or contaminated
--   trials: simulated ledgers
--   with_interval: of these, estimates with an interval
--   held: of these, intervals that hold the true effect
--   truth: mean true effect, share of the base-year level
--   estimate: mean estimate, same unit
--   error: mean of estimate less truth, same unit
--   error_low, error_high: 2.5% and 97.5% quantile of estimate less truth over the trials
select
    ledger,
    count(*) as trials,
    count(low) as with_interval,
    count(*) filter (where truth between low and high) as held,
    avg(truth) as truth,
    avg(effect) as estimate,
    avg(effect - truth) as error,
    quantile_cont(effect - truth, 0.025) as error_low,
    quantile_cont(effect - truth, 0.975) as error_high,
    list_sort(list(distinct source_id)) as source_ids
from effect_trials
group by ledger
order by list_position(['effect', 'none', 'contaminated'], ledger)
