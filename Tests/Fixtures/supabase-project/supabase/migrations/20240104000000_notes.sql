create type public.note_state as enum ('draft', 'published');
create table public.note (
  id bigint generated always as identity primary key,
  owner uuid not null default auth.uid() references auth.users (id),
  title text not null,
  body text,
  state public.note_state not null default 'draft',
  tags text[] not null default '{}',
  meta jsonb not null default '{}'::jsonb,
  search tsvector generated always as (to_tsvector('english', coalesce(title, '') || ' ' || coalesce(body, ''))) stored
);
comment on table public.note is 'What people write; it is theirs.';
alter table public.note enable row level security;
create policy own on public.note for all to authenticated
  using (owner = auth.uid()) with check (owner = auth.uid() and auth.jwt() ->> 'role' = 'authenticated');
