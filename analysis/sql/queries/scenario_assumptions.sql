-- purpose: what a scenario assumes, row by row, and what each row rests on
-- parameters: none
-- columns:
--   name: as a link and --set take it
--   topic: what part of the model it belongs to
--   meaning, unit, basis, note: text; basis is the id of a published quantity or the word assumed
--   value, low, high: in its unit; low and high are the ends of the range of assumptions
--   least, most: what a reader may set
select
    name, topic, meaning, unit, value, low, high, least, most, basis, note, source_id
from scenario_assumptions
order by
    list_position([
        'Adoption', 'What a twin can replace', 'Twin fees', 'Commission', 'Levy',
        'Consent and label', 'Making'
    ], topic),
    case regexp_extract(name, '^[a-z]+')
        when 'adoption' then 1 when 'halfway' then 2 when 'replaceable' then 3 when 'weight' then 4
        else 5 end,
    name
