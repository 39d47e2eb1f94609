-- purpose: the brand with most twin uses; where there is none, with most bookings
-- parameters: none
-- columns:
--   twin_uses: worked twin uses
select brand_id, cast(coalesce(sum(worked) filter (where kind = 'twin'), 0) as bigint) as twin_uses
from bookings_by_brand
group by brand_id
order by twin_uses desc, sum(worked) desc, brand_id
limit 1
