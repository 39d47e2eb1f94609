-- purpose: published UK counts of jobs in fashion, each with what it counts
-- parameters: none
-- columns:
--   value: jobs
select row_id, title, measure, value, reference_period, year, flag, source_id
from uk_employment
where topic = 'employment' and unit = 'jobs'
    and (contains(lower(title), 'fashion') or contains(lower(title), 'textile'))
    and not contains(title, 'not fashion-specific')
order by title, measure, reference_period, row_id
