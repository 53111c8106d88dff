update public.note set state = 'archived' where state = 'published' and id < 0;
create index note_of_archive on public.note (owner) where state = 'archived';
