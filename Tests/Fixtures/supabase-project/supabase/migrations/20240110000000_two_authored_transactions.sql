begin;
alter table public.team enable row level security;
commit;

begin;
alter table public.team_member enable row level security;
alter table public.team_member add column role text default 'member';
end;
