-- Rows for a development database; may be run any number of times.
insert into auth.users (id, email) values
  ('a0000000-0000-4000-8000-000000000001', 'ada@example.com'),
  ('a0000000-0000-4000-8000-000000000002', 'grace@example.com')
on conflict (id) do nothing;

insert into public.entities (id, owner_id, kind, name) values
  ('e0000000-0000-4000-8000-000000000001', 'a0000000-0000-4000-8000-000000000001', 'company', 'Müller & Söhne'),
  ('e0000000-0000-4000-8000-000000000002', 'a0000000-0000-4000-8000-000000000001', 'person', 'Katherine Johnson'),
  ('e0000000-0000-4000-8000-000000000003', 'a0000000-0000-4000-8000-000000000002', 'company', 'Nightingale Ltd')
on conflict (id) do nothing;

insert into public.entity_notes (id, entity_id, owner_id, body) values
  ('b0000000-0000-4000-8000-000000000001', 'e0000000-0000-4000-8000-000000000001', 'a0000000-0000-4000-8000-000000000001', 'Pays on time.')
on conflict (id) do nothing;

insert into public.users (id, email, full_name, hashed_password) values
  (1, 'linus@example.com', 'Linus', '!')
on conflict (id) do nothing;

insert into public.items (id, owner_id, title, description, status, price) values
  (1, 1, 'Desk lamp', 'Brass, 1960s', 'published', 48.00),
  (2, 1, 'Typewriter', null, 'draft', null)
on conflict (id) do nothing;

insert into public.invoices (id, user_id, number, total, issued_on) values
  (1, 1, '2026-0001', 48.00, date '2026-04-27')
on conflict (id) do nothing;

insert into public.payments (id, invoice_id, amount, paid_on, reference) values
  (1, 1, 48.00, date '2026-04-28', 'lamp')
on conflict (id) do nothing;

insert into public.entity_payments (entity_id, payment_id, owner_id) values
  ('e0000000-0000-4000-8000-000000000001', 1, 'a0000000-0000-4000-8000-000000000001')
on conflict (entity_id, payment_id) do nothing;

select setval(pg_get_serial_sequence('public.users', 'id'), (select max(id) from public.users));
select setval(pg_get_serial_sequence('public.items', 'id'), (select max(id) from public.items));
select setval(pg_get_serial_sequence('public.invoices', 'id'), (select max(id) from public.invoices));
select setval(pg_get_serial_sequence('public.payments', 'id'), (select max(id) from public.payments));
