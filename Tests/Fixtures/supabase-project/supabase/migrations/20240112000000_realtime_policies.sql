create policy "members listen" on realtime.messages for select to authenticated
  using (realtime.topic() = 'team:' || (select team_id::text from public.team_member
    where user_id = auth.uid() limit 1) and extension in ('broadcast', 'presence'));
create policy "members speak" on "realtime"."messages" for insert to authenticated
  with check (realtime.topic() like 'team:%');
create function public.broadcast_note() returns trigger security definer language plpgsql as $$
begin
  perform realtime.broadcast_changes(
    'note:' || coalesce(new.id, old.id)::text, tg_op, tg_op, tg_table_name, tg_table_schema, new, old);
  return null;
end;
$$;
create trigger broadcast_note after insert or update or delete on public.note
  for each row execute function public.broadcast_note();
