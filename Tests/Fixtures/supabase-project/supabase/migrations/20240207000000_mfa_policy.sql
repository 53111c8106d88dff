create policy "second factor" on public.booking as restrictive for all to authenticated
  using ((select auth.jwt() ->> 'aal') = 'aal2');
create function public.user_email() returns text language sql stable as $$ select auth.email() || auth.role() $$;
create view private.sessions as
  select s.id, s.aal, u.email from auth.sessions s join auth.users u on u.id = s.user_id;
