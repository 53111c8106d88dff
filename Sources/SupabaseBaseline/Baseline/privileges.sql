-- What makes each new table in "public" reachable for the API roles; row-level security alone guards it.
do $$
declare
  creator text;
  kind text;
  grantees text := 'postgres, anon, authenticated, service_role';
begin
  foreach kind in array array['tables', 'sequences', 'functions'] loop
    foreach creator in array array['postgres', 'supabase_admin'] loop
      execute format(
        'alter default privileges for role %I in schema public grant all on %s to %s',
        creator, kind, grantees);
    end loop;
    execute format(
      'alter default privileges for role postgres in schema storage grant all on %s to %s',
      kind, grantees);
    execute format(
      'alter default privileges for role supabase_admin in schema graphql_public grant all on %s to %s',
      kind, grantees);
    execute format(
      'alter default privileges for role supabase_admin in schema graphql grant all on %s to %s',
      kind, grantees);
    execute format(
      'alter default privileges for role supabase_admin in schema supabase_functions grant all on %s to %s',
      kind, grantees);
    execute format(
      'alter default privileges for role supabase_admin in schema extensions grant all on %s to postgres with grant option',
      kind);
    execute format(
      'alter default privileges for role supabase_admin in schema realtime grant all on %s to postgres, dashboard_user',
      kind);
    execute format(
      'alter default privileges for role supabase_auth_admin in schema auth grant all on %s to postgres, dashboard_user',
      kind);
  end loop;
  -- Projects may ask for new tables to stay closed until they are granted.
  if current_setting('migrate.closed_tables', true) = 'on' then
    alter default privileges for role postgres in schema public
      revoke select, insert, update, delete on tables from anon, authenticated, service_role;
    alter default privileges for role postgres in schema public
      revoke usage, select on sequences from anon, authenticated, service_role;
    alter default privileges for role postgres in schema public
      revoke execute on functions from anon, authenticated, service_role;
  end if;
end
$$;

do $$
begin
  if not exists (select from pg_catalog.pg_publication where pubname = 'supabase_realtime') then
    create publication supabase_realtime;
  end if;
end
$$;
alter publication supabase_realtime owner to postgres;
