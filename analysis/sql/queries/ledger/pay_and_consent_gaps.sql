-- purpose: twin uses in some markets from given days on, and the consent they lack
-- parameters:
--   $markets varchar[]: markets
--   $starts date[]: for each of them the first day that counts
-- columns:
--   market, starts_on: as asked
--   uses: worked twin uses in the market on or after that day
--   not_separate: the use names no separate written consent
--   not_named: the use names no consent
--   ended: the use came after the last day of the consent it names
--   elsewhere: the consent is of another model or brand, or was signed after the use
--   any_separate: not_separate, ended or elsewhere, each use once
--   any_named: not_named, ended or elsewhere, each use once
with asked as (
    select
        unnest(cast($markets as varchar[])) as market,
        unnest(cast($starts as date[])) as starts_on
),
found as (
    select
        asked.market,
        asked.starts_on,
        uses_by_day.form,
        uses_by_day.expired,
        uses_by_day.form <> 'missing' and not uses_by_day.fits as elsewhere,
        uses_by_day.uses
    from asked
    join uses_by_day on uses_by_day.market = asked.market
        and uses_by_day.work_on >= asked.starts_on
    where uses_by_day.kind = 'twin'
),
counted as (
    select
        market,
        starts_on,
        sum(uses) as uses,
        sum(uses) filter (where form <> 'separate_written') as not_separate,
        sum(uses) filter (where form = 'missing') as not_named,
        sum(uses) filter (where expired) as ended,
        sum(uses) filter (where elsewhere) as elsewhere,
        sum(uses) filter (where form <> 'separate_written' or expired or elsewhere)
            as any_separate,
        sum(uses) filter (where form = 'missing' or expired or elsewhere) as any_named
    from found
    group by market, starts_on
)
select
    asked.market,
    asked.starts_on,
    cast(coalesce(counted.uses, 0) as bigint) as uses,
    cast(coalesce(counted.not_separate, 0) as bigint) as not_separate,
    cast(coalesce(counted.not_named, 0) as bigint) as not_named,
    cast(coalesce(counted.ended, 0) as bigint) as ended,
    cast(coalesce(counted.elsewhere, 0) as bigint) as elsewhere,
    cast(coalesce(counted.any_separate, 0) as bigint) as any_separate,
    cast(coalesce(counted.any_named, 0) as bigint) as any_named
from asked
left join counted using (market, starts_on)
order by asked.market, asked.starts_on
