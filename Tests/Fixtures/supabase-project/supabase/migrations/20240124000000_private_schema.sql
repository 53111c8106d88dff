create schema if not exists private;
revoke all on schema private from public;
grant usage on schema private to authenticated, service_role;
create function private.is_member(team uuid) returns boolean language sql stable security definer
set search_path = '' as $$
  select exists (select 1 from public.team_member where team_id = team and user_id = (select auth.uid()))
$$;
create policy "members see their team" on public.team for select to authenticated
  using ((select private.is_member(id)));
