-- purpose: kinds of documented use
-- parameters: none
-- columns:
--   value: the value
--   label: in words
select distinct kind as value, upper(kind[1]) || replace(kind[2:], '_', ' ') as label
from twin_events
where kind not in ('policy_or_withdrawal', 'pledge_not_to_use')
order by value
