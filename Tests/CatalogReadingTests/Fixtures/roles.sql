-- The roles that the other files name; they belong to the whole server.
do $$
declare
  name text;
begin
  foreach name in array
    array['catalog_owner', 'catalog_reader', 'catalog_writer', 'catalog_super']
  loop
    if not exists (select from pg_roles where rolname = name) then
      execute format('create role %I', name);
    end if;
  end loop;
  alter role catalog_super superuser;
end $$;
