-- Entities are the people and companies that a signed-in user looks after. A row belongs to one
-- user, and nobody else sees it.
create table public.entities (
  id uuid primary key default gen_random_uuid(),
  owner_id uuid not null default auth.uid() references auth.users (id) on delete cascade,
  kind text not null default 'person' check (kind in ('person', 'company')),
  name text not null check (length(name) between 1 and 200),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

create table public.entity_notes (
  id uuid primary key default gen_random_uuid(),
  entity_id uuid not null references public.entities (id) on delete cascade,
  owner_id uuid not null default auth.uid() references auth.users (id) on delete cascade,
  body text not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

-- Each policy below filters by owner, and each list in the application is one owner's, newest first.
create index entities_owner_id_created_at_idx on public.entities (owner_id, created_at desc);
create index entity_notes_owner_id_idx on public.entity_notes (owner_id);
create index entity_notes_entity_id_idx on public.entity_notes (entity_id);

comment on table public.entities is 'People and companies; each belongs to one user.';
comment on column public.entities.owner_id is 'The user who sees and changes this row.';
comment on table public.entity_notes is 'What its owner wrote down about an entity.';

alter table public.entities enable row level security;
alter table public.entity_notes enable row level security;

revoke all on public.entities, public.entity_notes from anon;
grant select, insert, update, delete on public.entities, public.entity_notes to authenticated;
grant all on public.entities, public.entity_notes to service_role;

-- (select auth.uid()) is evaluated once a statement; a bare auth.uid() would be once a row.
create policy "owners read their entities" on public.entities
  for select to authenticated using ((select auth.uid()) = owner_id);
create policy "owners add entities" on public.entities
  for insert to authenticated with check ((select auth.uid()) = owner_id);
create policy "owners change their entities" on public.entities
  for update to authenticated
  using ((select auth.uid()) = owner_id) with check ((select auth.uid()) = owner_id);
create policy "owners remove their entities" on public.entities
  for delete to authenticated using ((select auth.uid()) = owner_id);

create policy "owners read their notes" on public.entity_notes
  for select to authenticated using ((select auth.uid()) = owner_id);
create policy "owners add notes to their entities" on public.entity_notes
  for insert to authenticated
  with check (
    (select auth.uid()) = owner_id
    and exists (
      select from public.entities e
      where e.id = entity_id and e.owner_id = (select auth.uid())
    )
  );
create policy "owners change their notes" on public.entity_notes
  for update to authenticated
  using ((select auth.uid()) = owner_id)
  with check (
    (select auth.uid()) = owner_id
    and exists (
      select from public.entities e
      where e.id = entity_id and e.owner_id = (select auth.uid())
    )
  );
create policy "owners remove their notes" on public.entity_notes
  for delete to authenticated using ((select auth.uid()) = owner_id);
