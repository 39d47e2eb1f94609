-- purpose: what must be said next to figures drawn from these tables
-- parameters:
--   $tables varchar[]: tables that were read
--   $topics varchar[]: how the ids of cautions begin that are wanted beyond those always shown
-- columns:
--   statement: one sentence
--   consequence: what the desk does about it
select caution_id, resource, title, statement, consequence, source_id
from cautions
where list_contains($tables, resource)
    and (
        applies_always
        or len(list_filter($topics, lambda topic: starts_with(caution_id, topic))) > 0
    )
order by applies_always, resource, caution_id
