set lock_timeout = '5s';
create index concurrently if not exists note_tags on public.note using gin (tags);
create index concurrently if not exists note_meta on public.note using gin (meta jsonb_path_ops);
drop index concurrently if exists public.note_of_archive;
