-- purpose: every source with its standing
-- parameters: none
-- columns:
--   source_id: stable id
select
    source_id, publisher, title, address, coalesce(published, '') as published, retrieved,
    obtained, licence, redistribution, kind, verification, access, coalesce(note, '') as note
from sources
order by source_id
