create schema if not exists extensions authorization postgres;
create schema if not exists auth authorization supabase_admin;
create schema if not exists storage authorization supabase_admin;

grant usage on schema public, extensions, auth, storage
  to anon, authenticated, service_role, postgres;
grant create on schema extensions to dashboard_user;
grant all on schema auth to supabase_auth_admin, dashboard_user;
grant usage on schema storage to postgres with grant option;
grant all on schema storage to supabase_storage_admin, dashboard_user;

do $$
declare
  wanted text;
begin
  foreach wanted in array array['uuid-ossp', 'pgcrypto'] loop
    if exists (select from pg_available_extensions where name = wanted) then
      execute format('create extension if not exists %I with schema extensions', wanted);
    else
      raise warning 'the extension "%" is not installed on this server', wanted;
    end if;
  end loop;
end
$$;

grant execute on all routines in schema extensions
  to anon, authenticated, service_role, dashboard_user, postgres;
