create function public.delete_avatar(path text) returns void language plpgsql security definer as $$
begin
  perform set_config('storage.allow_delete_query', 'true', true);
  delete from storage.objects where bucket_id = 'avatars' and name = path;
end
$$;
select storage.operation(), storage.allow_only_operation('object.list');
drop trigger if exists on_auth_user_created on auth.users;
create trigger on_auth_user_created after insert on auth.users
  for each row execute function public.handle_new_user();
