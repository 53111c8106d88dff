alter publication supabase_realtime add table public.note;
alter publication supabase_realtime add table only public.team, public.team_member;
alter table public.note replica identity full;
