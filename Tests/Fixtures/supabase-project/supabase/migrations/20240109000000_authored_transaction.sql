begin;
create table public.team (id uuid primary key default extensions.uuid_generate_v4(), name text not null);
create table public.team_member (
  team_id uuid references public.team on delete cascade,
  user_id uuid references auth.users on delete cascade,
  primary key (team_id, user_id)
);
commit;
