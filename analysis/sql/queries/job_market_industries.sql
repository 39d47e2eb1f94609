-- purpose: employment of an occupation by sector, the level without nesting, and cells inside
-- A sector code such as 44--46 covers the industries from 44 up to, not including, 46.
-- parameters:
--   $occupation varchar: SOC code
-- columns:
--   employed_persons: persons, null where withheld
--   inside_persons: persons in published cells inside a withheld sector
--   total_persons: persons in all industries
select
    i.industry_code, i.industry_title, i.employed_persons, i.employed_rse_percent,
    i.employment_withheld,
    (
        select max_by(
            inside.industry_title,
            (inside.employed_persons, inside.industry_level, inside.industry_code)
        )
        from oews_industry inside
        where inside.soc = i.soc and not inside.ownership_row
            and inside.industry_level > 2
            and inside.industry_code[:2] >= i.industry_code[:2]
            and inside.industry_code[:2] < i.industry_code[-2:]
            and inside.employed_persons is not null
    ) as inside_title,
    (
        select max(inside.employed_persons)
        from oews_industry inside
        where inside.soc = i.soc and not inside.ownership_row
            and inside.industry_level > 2
            and inside.industry_code[:2] >= i.industry_code[:2]
            and inside.industry_code[:2] < i.industry_code[-2:]
    ) as inside_persons,
    (
        select n.employed_persons from oews_national n where n.soc = i.soc and n.year = 2025
    ) as total_persons,
    i.source_id
from oews_industry i
where i.soc = $occupation and i.industry_level = 2 and not i.ownership_row
order by i.employed_persons desc nulls last, i.industry_code
