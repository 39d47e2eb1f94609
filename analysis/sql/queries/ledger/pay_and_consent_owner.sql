-- purpose: who owns the twin, and to whom the fee of its use is paid first
-- parameters:
--   $channel varchar: a channel, or 'all'
-- columns:
--   twin_owner: model, agency, brand or vendor
--   paid_to: model, agency, brand or nobody
--   uses: worked twin uses
--   share: uses / worked twin uses of that owner, share 0-1
with counted as (
    select twin_owner, paid_to, sum(uses) as uses
    from uses_by_terms
    where kind = 'twin' and ($channel = 'all' or channel = $channel)
    group by twin_owner, paid_to
)
select
    twin_owner, paid_to, cast(uses as bigint) as uses,
    uses / sum(uses) over (partition by twin_owner) as share
from counted
order by
    list_position(['model', 'agency', 'brand', 'vendor'], twin_owner),
    list_position(['model', 'agency', 'brand', 'nobody'], paid_to)
