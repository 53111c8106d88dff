-- The ledger, version 3: what a transaction asserts before it goes on, and who may see the ledger.

create function :"ledger".require(holds boolean, what text) returns void
  language plpgsql
  set search_path = ''
as $$
begin
  if holds is not true then
    raise exception '%', what using errcode = 'serialization_failure';
  end if;
end
$$;

comment on function :"ledger".require(boolean, text) is
  'Ends the transaction unless the condition holds, so that a pipeline of statements stops.';

alter table :"ledger".schema_version enable row level security;
alter table :"ledger".run enable row level security;
alter table :"ledger".entry enable row level security;
alter table :"ledger".progress enable row level security;

revoke all on schema :"ledger" from public;
revoke all on all tables in schema :"ledger" from public;
revoke all on all sequences in schema :"ledger" from public;
revoke all on all functions in schema :"ledger" from public;

-- Default privileges may have granted these to the API roles of Supabase.
select pg_catalog.set_config('migrate.ledger', :'ledger', true);

do $$
declare
  ledger text := pg_catalog.current_setting('migrate.ledger');
  grantee name;
begin
  for grantee in
    select rolname from pg_catalog.pg_roles
     where rolname in ('anon', 'authenticated', 'service_role')
  loop
    execute format('revoke all on schema %I from %I', ledger, grantee);
    execute format('revoke all on all tables in schema %I from %I', ledger, grantee);
    execute format('revoke all on all sequences in schema %I from %I', ledger, grantee);
    execute format('revoke all on all functions in schema %I from %I', ledger, grantee);
  end loop;
end
$$;
