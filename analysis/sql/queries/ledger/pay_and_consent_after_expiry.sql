-- purpose: twin uses that came after the last day of the consent they name, by month or brand
-- parameters:
--   $by varchar: month or brand
-- columns:
--   month: first day, empty by brand
--   part: brand, empty by month
--   uses: worked twin uses
--   ending: those that name a consent with a last day
--   after: those that came after it; a use on the last day is still inside
--   share: after / ending, share 0-1, empty where none has a last day
with parts as (
    select month, cast(null as varchar) as part
    from months_of_work
    where $by = 'month' and month >= (select min(month) from uses_by_consent)
    union all
    select distinct cast(null as date), brand_id from uses_by_consent
    where $by = 'brand'
),
counted as (
    select
        case when $by = 'month' then month end as month,
        case when $by = 'brand' then brand_id end as part,
        sum(uses) as uses,
        sum(uses) filter (where ends) as ending,
        sum(uses) filter (where expired) as after
    from uses_by_consent
    group by all
)
select
    parts.month,
    parts.part,
    cast(coalesce(counted.uses, 0) as bigint) as uses,
    cast(coalesce(counted.ending, 0) as bigint) as ending,
    cast(coalesce(counted.after, 0) as bigint) as after,
    coalesce(counted.after, 0) / nullif(counted.ending, 0) as share
from parts
left join counted
    on counted.month is not distinct from parts.month
    and counted.part is not distinct from parts.part
order by parts.month, after desc, parts.part
