reindex index concurrently app.note_account;
reindex table concurrently app.country;
