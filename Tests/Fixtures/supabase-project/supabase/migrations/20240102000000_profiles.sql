create table public.profile (
  id uuid primary key references auth.users (id) on delete cascade,
  handle extensions.citext unique,
  full_name text,
  created_at timestamptz not null default timezone('utc', now()),
  updated_at timestamptz not null default now(),
  constraint handle_is_short check (char_length(handle) <= 40)
);
alter table public.profile enable row level security;
create policy "Profiles are seen by all" on public.profile for select using (true);
create policy "Users change their own" on public.profile for update to authenticated
  using ((select auth.uid()) = id) with check ((select auth.uid()) = id);
create trigger touch_profile before update on public.profile
  for each row execute procedure extensions.moddatetime(updated_at);
