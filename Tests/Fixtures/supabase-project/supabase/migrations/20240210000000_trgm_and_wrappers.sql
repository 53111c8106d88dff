create index note_title_trgm on public.note using gin (title extensions.gin_trgm_ops);
create extension if not exists hypopg with schema extensions;
create extension if not exists index_advisor with schema extensions cascade;
create extension if not exists pg_jsonschema with schema extensions;
alter table public.note add constraint meta_is_object
  check (extensions.jsonb_matches_schema('{"type": "object"}', meta));
