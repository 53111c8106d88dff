insert into storage.objects (bucket_id, name, owner_id)
values ('avatars', 'public/a.png', '00000000-0000-0000-0000-00000000000a');
