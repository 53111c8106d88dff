alter table app.note enable row level security;
create policy note_read on app.note for select using (account_id > 0);
create policy note_write on app.note for insert with check (account_id > 0);
grant usage on schema app to public;
grant select on app.note to public;
