-- What makes each new table in "public" reachable for the API roles; row-level security alone guards it.
do $$
declare
  creator text;
begin
  foreach creator in array array['postgres', 'supabase_admin'] loop
    execute format(
      'alter default privileges for role %I in schema public
         grant all on tables to postgres, anon, authenticated, service_role', creator);
    execute format(
      'alter default privileges for role %I in schema public
         grant all on sequences to postgres, anon, authenticated, service_role', creator);
    execute format(
      'alter default privileges for role %I in schema public
         grant all on functions to postgres, anon, authenticated, service_role', creator);
  end loop;
end
$$;

alter default privileges for role postgres in schema storage
  grant all on tables to postgres, anon, authenticated, service_role;
alter default privileges for role postgres in schema storage
  grant all on sequences to postgres, anon, authenticated, service_role;
alter default privileges for role postgres in schema storage
  grant all on functions to postgres, anon, authenticated, service_role;
alter default privileges for role supabase_auth_admin in schema auth
  grant all on tables to postgres, dashboard_user;
alter default privileges for role supabase_auth_admin in schema auth
  grant all on sequences to postgres, dashboard_user;
alter default privileges for role supabase_auth_admin in schema auth
  grant all on functions to postgres, dashboard_user;

do $$
begin
  if not exists (select from pg_publication where pubname = 'supabase_realtime') then
    create publication supabase_realtime;
  end if;
end
$$;
alter publication supabase_realtime owner to postgres;
