-- purpose: worked human bookings and twin uses by how the models describe themselves
-- parameters:
--   $trait varchar: gender, skin_tone, size or age_band
--   $first date: first month of the period, included
--   $last date: last month of the period, included
-- columns:
--   kind: human, twin or synthetic
--   part: value of the trait; not_described; no_model where the booking names no model; none for
--     synthetic people, who describe nothing
--   worked: worked bookings or uses
--   share: worked / all of the kind, share 0-1, empty for synthetic uses
with described as (
    select
        model_id,
        coalesce(
            case $trait
                when 'gender' then gender
                when 'skin_tone' then skin_tone
                when 'size' then size
                when 'age_band' then age_band
            end,
            'not_described'
        ) as part
    from models
),
counted as (
    select work_by_model.kind, described.part, sum(work_by_model.worked) as worked
    from work_by_model
    join described on described.model_id = work_by_model.model_id
    where work_by_model.month between $first and $last
    group by work_by_model.kind, described.part
    union all
    select
        kind,
        case when kind = 'human' then 'no_model' else 'none' end as part,
        sum(worked) as worked
    from bookings_by_month
    where tier is null and month between $first and $last
    group by kind
    having sum(worked) > 0
)
select
    kind,
    part,
    cast(worked as bigint) as worked,
    case
        when kind <> 'synthetic' then worked / nullif(sum(worked) over (partition by kind), 0)
    end as share
from counted
order by
    list_position(['human', 'twin', 'synthetic'], kind),
    case when part in ('not_described', 'no_model', 'none') then 1 else 0 end,
    part
