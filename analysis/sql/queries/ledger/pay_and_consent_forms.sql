-- purpose: twin uses by form, scope, rate and addressee of the consent they name
-- parameters:
--   $by varchar: all, market or brand
-- columns:
--   part: 'all', a market or a brand
--   question: form, scope, rate or given
--   answer: a form; stated or silent; fits, other_brand, other_model or signed_later; missing
--   uses: worked twin uses
--   share: uses / worked twin uses of the part, share 0-1
with counted as (
    select
        case $by when 'market' then market when 'brand' then brand_id else 'all' end as part,
        form,
        case scope_stated when true then 'stated' when false then 'silent' else 'missing' end
            as scope,
        case rate_stated when true then 'stated' when false then 'silent' else 'missing' end
            as rate,
        coalesce(given, 'missing') as given,
        sum(uses) as uses
    from uses_by_consent
    group by all
),
answers as (
    select part, 'form' as question, form as answer, uses from counted
    union all
    select part, 'scope', scope, uses from counted
    union all
    select part, 'rate', rate, uses from counted
    union all
    select part, 'given', given, uses from counted
),
grouped as (
    select part, question, answer, sum(uses) as uses
    from answers
    group by part, question, answer
)
select
    part, question, answer, cast(uses as bigint) as uses,
    uses / sum(uses) over (partition by part, question) as share
from grouped
order by
    sum(uses) over (partition by part) desc,
    part,
    list_position(['form', 'given', 'scope', 'rate'], question),
    list_position([
        'separate_written', 'in_contract', 'none', 'fits', 'other_brand', 'other_model',
        'signed_later', 'stated', 'silent', 'missing'
    ], answer)
