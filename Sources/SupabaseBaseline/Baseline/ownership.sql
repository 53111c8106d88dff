-- Since April 2025 the role "postgres" is no member of the roles that own the services' schemas.
-- Only in databases of older projects it still was when their migrations were written.
do $$
declare
  admin text;
begin
  foreach admin in array array[
    'supabase_auth_admin', 'supabase_storage_admin', 'supabase_realtime_admin',
    'supabase_functions_admin'
  ] loop
    if current_setting('migrate.older_platform', true) = 'on' then
      execute format('grant %I to postgres', admin);
    elsif pg_has_role('postgres', admin, 'member')
      and not (select rolsuper from pg_catalog.pg_roles where rolname = 'postgres') then
      execute format('revoke %I from postgres', admin);
    end if;
  end loop;
end
$$;
