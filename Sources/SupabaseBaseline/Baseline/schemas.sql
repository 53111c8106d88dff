create schema if not exists extensions authorization postgres;
create schema if not exists auth authorization supabase_admin;
create schema if not exists storage authorization supabase_admin;
create schema if not exists realtime authorization supabase_admin;
create schema if not exists vault authorization supabase_admin;
-- Older projects' dumps create the extension in it without making it.
create schema if not exists pgsodium authorization supabase_admin;
create schema if not exists graphql authorization supabase_admin;
create schema if not exists graphql_public authorization supabase_admin;
create schema if not exists pgbouncer authorization pgbouncer;
create schema if not exists supabase_functions authorization supabase_admin;
create schema if not exists _realtime authorization supabase_admin;

do $$
begin
  execute format('alter database %I owner to postgres', current_database());
  execute format('grant create, connect, temporary on database %I to dashboard_user',
    current_database());
end
$$;

grant usage on schema public, extensions, auth, storage, realtime, graphql, graphql_public
  to anon, authenticated, service_role, postgres;
grant usage on schema supabase_functions to anon, authenticated, service_role, postgres;
grant all on schema public to postgres;
grant all on schema extensions to dashboard_user;
grant all on schema auth to supabase_auth_admin, dashboard_user;
grant usage on schema storage, realtime to postgres with grant option;
grant all on schema storage to supabase_storage_admin, dashboard_user;
grant all on schema realtime to supabase_realtime_admin;
grant all on schema supabase_functions to supabase_functions_admin;
grant usage on schema pgbouncer to pgbouncer;
grant usage on schema vault to postgres with grant option;
grant usage on schema vault to service_role;
grant usage on schema graphql_public to supabase_admin;

-- Until April 2025 "postgres" could make objects in the services' schemas.
do $$
begin
  if current_setting('migrate.older_platform', true) = 'on' then
    grant create on schema auth, storage, realtime to postgres;
  end if;
end
$$;

do $$
declare
  wanted text;
  names text[] = array['uuid-ossp', 'pgcrypto', 'pg_stat_statements'];
begin
  -- Images of PostgreSQL 17 and newer do not have it any more.
  if coalesce(nullif(current_setting('migrate.project_release', true), ''),
    (current_setting('server_version_num')::integer / 10000)::text)::integer < 17
  then
    names := names || array['pgjwt'];
  end if;
  foreach wanted in array names loop
    if exists (
      select from pg_catalog.pg_available_extension_versions v
        join pg_catalog.pg_available_extensions e on e.name = v.name and e.default_version = v.version
      where v.name = wanted and not exists (
        select from unnest(v.requires) as needed
        where needed not in (select name from pg_catalog.pg_available_extensions))
    ) then
      execute format('create extension if not exists %I with schema extensions', wanted);
    end if;
  end loop;
end
$$;

grant execute on all routines in schema extensions
  to anon, authenticated, service_role, dashboard_user, postgres;
