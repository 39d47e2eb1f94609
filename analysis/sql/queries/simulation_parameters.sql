-- purpose: what the simulation assumes, number by number, and what each rests on
-- parameters:
--   $rests varchar: all, cited or assumed
--   $topic varchar: all, or a topic of the table below
--   $words varchar[]: every one must occur in name, meaning, basis or note
-- columns:
--   name: as --set takes it
--   topic: what part of the ledger it is about
--   value, low, high: in its unit; low and high are the ends of the range tried
--   unit, meaning, basis, note: text
with sorted as (
    select
        name, value, low, high, unit, meaning, basis, note, source_id,
        case
            when regexp_matches(
                name, '^(substitution|replaced|ramp|uses_per|new_uses|intensity|'
                || 'late_cohort|fee_factor|effect)'
            ) then 'What a twin replaces'
            when regexp_matches(
                name, '^(adopt|cohorts|first_cohort|last_cohort|brand|contamin|'
                || 'bookings)'
            ) then 'Brands and adoption'
            when regexp_matches(
                name, '^(channel|season|growth|cancelled|lead)'
            ) then 'Channels and seasons'
            when regexp_matches(
                name, '^(model|tier_share|popularity|regular|newcomer|others|'
                || 'described|gender|skin|size|age_|agencies|direct)'
            ) then 'Models and agencies'
            when regexp_matches(
                name, '^(market_|home)'
            ) then 'Markets'
            when regexp_matches(
                name, '^(fee_|tier_fee|half_day|two_days|basis_human|commission|'
                || 'images|usage|territory)'
            ) then 'Fees and terms'
            when regexp_matches(
                name, '^(twin_fee|basis_twin|twin_owner|twin_paid|twins_per|cross|'
                || 'borrowed|lending|synthetic)'
            ) then 'Twins and synthetic people'
            when regexp_matches(
                name, '^(consent|rate_stated|agency_signed|label)'
            ) then 'Consent and labels'
            when regexp_matches(
                name, '^(crew|twin_crew)'
            ) then 'Crew'
        end as topic
    from simulation_parameters
)
select name, topic, value, low, high, unit, meaning, basis, note, source_id
from sorted
where ($rests = 'all' or ($rests = 'assumed') = (basis = 'assumed'))
    and ($topic = 'all' or topic = $topic)
    and len(list_filter(
        $words,
        lambda word: not contains(
            strip_accents(lower(concat_ws(' ', name, meaning, basis, note))), word)
    )) = 0
order by topic, name
