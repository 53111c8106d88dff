create function private.enable_rls() returns event_trigger language plpgsql as $$
declare
  made record;
begin
  for made in select * from pg_event_trigger_ddl_commands() where command_tag = 'CREATE TABLE' and schema_name = 'public' loop
    execute format('alter table %s enable row level security', made.object_identity);
  end loop;
end
$$;
create event trigger ensure_rls on ddl_command_end when tag in ('CREATE TABLE') execute function private.enable_rls();
create table public.guarded (id int);
