-- purpose: countries with a national postings index
-- parameters: none
-- columns:
--   value: country code
--   label: country name
select distinct
    country as value,
    case country
        when 'AU' then 'Australia' when 'CA' then 'Canada' when 'DE' then 'Germany'
        when 'ES' then 'Spain' when 'FR' then 'France' when 'GB' then 'United Kingdom'
        when 'IE' then 'Ireland' when 'IT' then 'Italy' when 'JP' then 'Japan'
        when 'EA' then 'Euro area' when 'NL' then 'Netherlands'
        when 'US' then 'United States' else country
    end as label
from postings
where geography = 'national'
order by label
