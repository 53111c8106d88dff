create view public.published_note with (security_invoker = on) as
  select id, title, owner from public.note where state = 'published';
create materialized view private.note_count as select owner, count(*) from public.note group by owner;
create unique index on private.note_count (owner);
refresh materialized view concurrently private.note_count;
grant select on public.published_note to anon;
