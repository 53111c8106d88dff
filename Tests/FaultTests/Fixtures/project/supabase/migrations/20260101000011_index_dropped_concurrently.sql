drop index concurrently app.note_body;
