-- purpose: each projection round of one occupation: base year counted, target year projected
-- parameters:
--   $occupation varchar: SOC code
-- columns:
--   base_employment_persons: persons, self-employed included
--   projected_employment_persons: persons, self-employed included
--   change_percent: percent over ten years
select
    p.round, p.base_year, p.target_year, p.base_employment_persons,
    p.projected_employment_persons, p.change_percent, p.self_employed_share, p.matured,
    p.crosscheck, o.title, p.source_id
from projections p
join occupations o on o.soc = p.soc
where p.soc = $occupation
order by p.base_year
