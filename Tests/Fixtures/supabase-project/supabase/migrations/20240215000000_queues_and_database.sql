alter table pgmq.a_jobs enable row level security;
create policy "the service reads" on pgmq.q_jobs for select to service_role using (true);
grant execute on function pgmq.send(text, jsonb, integer) to service_role;
alter database postgres set statement_timeout to '2min';
do $$
begin
  if not exists (select from pg_event_trigger where evtname = 'guard_private') then
    create event trigger guard_private on ddl_command_end
      when tag in ('CREATE TABLE') execute function private.enable_rls();
  end if;
end
$$;
drop event trigger guard_private;
