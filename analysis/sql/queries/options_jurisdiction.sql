-- purpose: jurisdictions of laws and events
-- parameters: none
-- columns:
--   value: code
--   label: in words
select jurisdiction as value, jurisdiction_name as label from law_events
union
select jurisdiction as value, jurisdiction_name as label from law_instruments
order by label
