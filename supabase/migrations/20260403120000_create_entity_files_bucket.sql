-- Files of an entity live in a private bucket, under a folder named after their owner:
-- <user id>/<entity id>/<file name>.
insert into storage.buckets (id, name, public, file_size_limit, allowed_mime_types)
values (
  'entity-files',
  'entity-files',
  false,
  10485760,
  array['application/pdf', 'image/jpeg', 'image/png']
)
on conflict (id) do nothing;

create policy "owners read their files" on storage.objects
  for select to authenticated
  using (
    bucket_id = 'entity-files'
    and (storage.foldername(name))[1] = (select auth.uid())::text
  );
create policy "owners add files" on storage.objects
  for insert to authenticated
  with check (
    bucket_id = 'entity-files'
    and (storage.foldername(name))[1] = (select auth.uid())::text
  );
create policy "owners change their files" on storage.objects
  for update to authenticated
  using (
    bucket_id = 'entity-files'
    and (storage.foldername(name))[1] = (select auth.uid())::text
  )
  with check (
    bucket_id = 'entity-files'
    and (storage.foldername(name))[1] = (select auth.uid())::text
  );
create policy "owners remove their files" on storage.objects
  for delete to authenticated
  using (
    bucket_id = 'entity-files'
    and (storage.foldername(name))[1] = (select auth.uid())::text
  );
