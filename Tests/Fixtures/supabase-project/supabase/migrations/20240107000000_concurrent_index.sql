create index concurrently note_search on public.note using gin (search);
