-- purpose: published UK counts of jobs, output and businesses in fashion
-- parameters: none
-- columns:
--   value: in the unit of the row
select
    row_id, topic, title, measure, unit, value, reference_period, year, flag, source_id
from uk_employment
where topic <> 'earnings'
order by topic, title, year nulls last, row_id
