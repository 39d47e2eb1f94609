-- purpose: which tables of the ledger hold any row
-- parameters: none
-- columns:
--   table_name: a table of the contract
--   given: whether it holds a row
select 'consents' as table_name, exists (select 1 from consents) as given
union all
select 'crew_calls' as table_name, exists (select 1 from crew_calls) as given
order by table_name
