-- version 0.3.1
-- schema vault
-- stands in for: secrets are stored without encryption

create table vault.secrets (
  id uuid not null default gen_random_uuid() primary key,
  name text,
  description text not null default '',
  secret text not null,
  key_id uuid,
  nonce bytea default decode(replace(gen_random_uuid()::text, '-', ''), 'hex'),
  created_at timestamptz not null default current_timestamp,
  updated_at timestamptz not null default current_timestamp
);
create unique index secrets_name_idx on vault.secrets (name) where name is not null;
comment on table vault.secrets is 'Table with encrypted `secret` column for storing sensitive information on disk.';

create function vault._crypto_aead_det_encrypt(
  message bytea, additional bytea, key_id bigint, context bytea default 'pgsodium',
  nonce bytea default null
) returns bytea language sql immutable as $$ select message $$;
create function vault._crypto_aead_det_decrypt(
  message bytea, additional bytea, key_id bigint, context bytea default 'pgsodium',
  nonce bytea default null
) returns bytea language sql immutable as $$ select message $$;
create function vault._crypto_aead_det_noncegen() returns bytea
language sql as $$ select decode(replace(gen_random_uuid()::text, '-', ''), 'hex') $$;

create view vault.decrypted_secrets as
select s.id, s.name, s.description, s.secret,
  convert_from(decode(s.secret, 'base64'), 'UTF8') as decrypted_secret,
  s.key_id, s.nonce, s.created_at, s.updated_at
from vault.secrets s;

create function vault.create_secret(
  new_secret text, new_name text default null, new_description text default '',
  new_key_id uuid default null
) returns uuid language sql security definer set search_path = '' as $$
  insert into vault.secrets (secret, name, description)
  values (encode(convert_to(new_secret, 'UTF8'), 'base64'), new_name, coalesce(new_description, ''))
  returning id
$$;

create function vault.update_secret(
  secret_id uuid, new_secret text default null, new_name text default null,
  new_description text default null, new_key_id uuid default null
) returns void language sql security definer set search_path = '' as $$
  update vault.secrets set
    secret = coalesce(encode(convert_to(new_secret, 'UTF8'), 'base64'), secret),
    name = coalesce(new_name, name), description = coalesce(new_description, description),
    updated_at = now()
  where id = secret_id
$$;

revoke all on all functions in schema vault from public;
do $$
declare
  item record;
begin
  for item in
    select rolname, case rolname when 'postgres' then ' with grant option' else '' end as suffix
    from pg_catalog.pg_roles where rolname in ('postgres', 'service_role')
  loop
    execute format('grant usage on schema vault to %I%s', item.rolname, item.suffix);
    execute format('grant select, delete, references, truncate on vault.secrets, vault.decrypted_secrets to %I%s',
      item.rolname, item.suffix);
    execute format(
      'grant execute on function vault.create_secret(text, text, text, uuid),
        vault.update_secret(uuid, text, text, text, uuid),
        vault._crypto_aead_det_decrypt(bytea, bytea, bigint, bytea, bytea) to %I%s',
      item.rolname, item.suffix);
  end loop;
end
$$;
