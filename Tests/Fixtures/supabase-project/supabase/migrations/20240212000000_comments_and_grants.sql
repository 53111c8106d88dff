comment on column public.note.meta is 'anything';
comment on policy own on public.note is 'people see what they wrote';
comment on extension vector is 'for likeness';
grant usage, select on all sequences in schema public to anon, authenticated, service_role;
grant connect on database postgres to reporting;
