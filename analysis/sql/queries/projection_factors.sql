-- purpose: what BLS names as the reason for a projected change in one industry
-- parameters:
--   $occupation varchar: SOC code
-- columns:
--   statement: paraphrase
select soc, round, industry_code, industry_title, direction, statement, source_id
from projection_factors
where soc = $occupation
order by factor_id
