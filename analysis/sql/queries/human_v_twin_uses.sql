-- purpose: documented cases by year and kind, two sides of one case counted once
-- parameters: none
-- columns:
--   year: year of the earliest event of the case, null where no date was found
--   cases: number of cases
with uses as (
    select
        case_id, kind, min(year) as year, bool_and(era like 'CGI%') as cgi,
        list(distinct source_id order by source_id) as sources
    from twin_events
    where kind not in ('policy_or_withdrawal', 'pledge_not_to_use')
    group by case_id, kind
),
first_kind as (
    select * from uses
    qualify row_number() over (partition by case_id order by year nulls last, kind) = 1
)
select
    kind, year, bool_and(cgi) as cgi, count(*) as cases,
    list_sort(list_distinct(flatten(list(sources)))) as source_ids
from first_kind
group by kind, year
order by kind, year nulls last
