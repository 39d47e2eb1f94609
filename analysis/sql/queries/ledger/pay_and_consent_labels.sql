-- purpose: twin and synthetic uses in some markets from given days on, by whether a label was shown
-- parameters:
--   $markets varchar[]: markets
--   $kinds varchar[]: for each of them twin or synthetic
--   $starts date[]: for each of them the first day that counts
-- columns:
--   market, kind, starts_on: as asked
--   uses: worked uses in the market on or after that day
--   labelled, unlabelled, unknown: those with a label, without, and where nobody noted it
with asked as (
    select
        unnest(cast($markets as varchar[])) as market,
        unnest(cast($kinds as varchar[])) as kind,
        unnest(cast($starts as date[])) as starts_on
),
counted as (
    select
        asked.market,
        asked.kind,
        asked.starts_on,
        sum(uses_by_day.uses) as uses,
        sum(uses_by_day.uses) filter (where uses_by_day.label_shown = 'yes') as labelled,
        sum(uses_by_day.uses) filter (where uses_by_day.label_shown = 'no') as unlabelled,
        sum(uses_by_day.uses) filter (where uses_by_day.label_shown = 'unknown') as unknown
    from asked
    join uses_by_day on uses_by_day.market = asked.market
        and uses_by_day.kind = asked.kind
        and uses_by_day.work_on >= asked.starts_on
    group by asked.market, asked.kind, asked.starts_on
)
select
    asked.market,
    asked.kind,
    asked.starts_on,
    cast(coalesce(counted.uses, 0) as bigint) as uses,
    cast(coalesce(counted.labelled, 0) as bigint) as labelled,
    cast(coalesce(counted.unlabelled, 0) as bigint) as unlabelled,
    cast(coalesce(counted.unknown, 0) as bigint) as unknown
from asked
left join counted using (market, kind, starts_on)
order by asked.market, asked.kind desc, asked.starts_on
