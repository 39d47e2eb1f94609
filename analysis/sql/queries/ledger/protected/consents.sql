-- purpose: consents with their first and last day, for the gate only
-- parameters: none
-- columns:
--   consent, model: ids
--   brand: empty where it is for any
--   signed_on: first day
--   expires_on: last day, empty where there is none
select consent_id as consent, model_id as model, brand_id as brand, signed_on, expires_on
from consents
order by consent_id
