-- purpose: share of job postings that mention AI, by month
-- parameters:
--   $countries varchar[]: country codes
-- columns:
--   share: share 0-1 of postings
select country, month, share, source_id
from ai_postings_share
where list_contains($countries, country)
order by country, month
