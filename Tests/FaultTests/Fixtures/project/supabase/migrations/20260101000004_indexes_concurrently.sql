create index concurrently note_account on app.note (account_id);
create index concurrently if not exists note_body on app.note (body);
