drop policy if exists "Own folder" on storage.objects;
alter policy "Avatars are public" on storage.objects to anon, authenticated;
create policy "Own folder" on storage.objects for all to authenticated
  using (owner_id = (select auth.uid())::text);
create policy "Buckets are listed" on storage.buckets for select to authenticated using (true);
