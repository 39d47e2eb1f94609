-- purpose: what each documented case disclosed about consent, pay and label
-- parameters:
--   $kind varchar: 'all' or a kind of use
-- columns:
--   cases: number of cases; a case says yes or no if any of its events does, yes before no
--   alleged_cases: cases among them whose rows tell of an allegation, denied or not proven
with answers as (
    select
        case_id, allegation, source_id,
        unnest(['consent', 'pay', 'label']) as topic,
        unnest([consent_disclosed, payment_disclosed, label_shown]) as answer
    from twin_events
    where kind not in ('policy_or_withdrawal', 'pledge_not_to_use')
        and era not like 'CGI%'
        and ($kind = 'all' or kind = $kind)
),
case_answers as (
    select
        case_id, topic,
        case
            when bool_or(answer = 'yes') then 'yes'
            when bool_or(answer = 'no') then 'no'
            else 'unknown'
        end as answer,
        bool_and(allegation) as alleged,
        list(distinct source_id order by source_id) as sources
    from answers
    group by case_id, topic
)
select
    topic, answer, count(*) as cases, count(*) filter (where alleged) as alleged_cases,
    list_sort(list_distinct(flatten(list(sources)))) as source_ids
from case_answers
group by topic, answer
order by topic, answer
