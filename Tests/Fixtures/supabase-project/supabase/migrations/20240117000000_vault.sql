create extension if not exists supabase_vault with schema vault;
select vault.create_secret('s3cret', 'webhook_key', 'signs what is sent');
create function public.webhook_key() returns text language sql security definer set search_path = '' as $$
  select decrypted_secret from vault.decrypted_secrets where name = 'webhook_key'
$$;
revoke execute on function public.webhook_key() from public, anon, authenticated;
select vault.update_secret((select id from vault.secrets where name = 'webhook_key'), 'another');
