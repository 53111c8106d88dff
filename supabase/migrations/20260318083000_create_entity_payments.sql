-- Says which entity made a payment. The table public.payments belongs to the Alembic track, and its
-- revision is dated a day after this file: the foreign key alone tells that it has to come first.
create table public.entity_payments (
  entity_id uuid not null references public.entities (id) on delete cascade,
  payment_id integer not null references public.payments (id) on delete restrict,
  owner_id uuid not null default auth.uid() references auth.users (id) on delete cascade,
  linked_at timestamptz not null default now(),
  primary key (entity_id, payment_id)
);

create index entity_payments_owner_id_idx on public.entity_payments (owner_id);
create index entity_payments_payment_id_idx on public.entity_payments (payment_id);

comment on table public.entity_payments is 'Which entity made which payment of the billing system.';

alter table public.entity_payments enable row level security;

-- Payments are linked by the billing service; their owners may look.
revoke all on public.entity_payments from anon, authenticated;
grant select on public.entity_payments to authenticated;
grant all on public.entity_payments to service_role;

create policy "owners read their links" on public.entity_payments
  for select to authenticated using ((select auth.uid()) = owner_id);
