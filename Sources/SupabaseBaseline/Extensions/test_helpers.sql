-- version 0.0.6
-- relocatable
-- stands in for: users and signing in for tests of policies; time is not frozen

create schema if not exists tests;
create function tests.create_supabase_user(
  identifier text, email text default null, phone text default null, metadata jsonb default null
) returns uuid language plpgsql security definer set search_path = auth, pg_temp as $$
declare
  made uuid := gen_random_uuid();
begin
  insert into auth.users (id, email, phone, raw_user_meta_data, raw_app_meta_data, created_at, updated_at)
  values (made, coalesce(email, made || '@test.com'), phone,
    jsonb_build_object('test_identifier', identifier) || coalesce(metadata, '{}'), '{}', now(), now());
  return made;
end
$$;
create function tests.get_supabase_user(identifier text) returns json
language plpgsql security definer set search_path = auth, pg_temp as $$
declare
  found_ json;
begin
  select json_build_object('id', u.id, 'email', u.email, 'phone', u.phone,
    'raw_user_meta_data', u.raw_user_meta_data, 'raw_app_meta_data', u.raw_app_meta_data) into found_
  from auth.users u where u.raw_user_meta_data ->> 'test_identifier' = identifier limit 1;
  if found_ ->> 'id' is null then
    raise exception 'User with identifier % not found', identifier;
  end if;
  return found_;
end
$$;
create function tests.get_supabase_uid(identifier text) returns uuid
language sql security definer set search_path = auth, pg_temp as $$
  select (tests.get_supabase_user(identifier) ->> 'id')::uuid
$$;
create function tests.authenticate_as(identifier text) returns void language plpgsql as $$
declare
  found_ json := tests.get_supabase_user(identifier);
begin
  perform set_config('role', 'authenticated', true);
  perform set_config('request.jwt.claims', json_build_object('sub', found_ ->> 'id',
    'email', found_ ->> 'email', 'phone', found_ ->> 'phone',
    'user_metadata', found_ -> 'raw_user_meta_data', 'app_metadata', found_ -> 'raw_app_meta_data')::text, true);
end
$$;
create function tests.authenticate_as_service_role() returns void language plpgsql as $$
begin
  perform set_config('role', 'service_role', true);
  perform set_config('request.jwt.claims', null, true);
end
$$;
create function tests.clear_authentication() returns void language plpgsql as $$
begin
  perform set_config('role', 'anon', true);
  perform set_config('request.jwt.claims', null, true);
end
$$;
create function tests.rls_enabled(testing_schema text) returns text language sql as $$
  select case when count(*) = 0 then 'ok' else 'not ok' end
  from pg_catalog.pg_class c
  where c.relnamespace = to_regnamespace(testing_schema) and c.relkind = 'r' and not c.relrowsecurity
$$;
create function tests.rls_enabled(testing_schema text, testing_table text) returns text language sql as $$
  select case when count(*) = 1 then 'ok' else 'not ok' end
  from pg_catalog.pg_class c
  where c.oid = to_regclass(format('%I.%I', testing_schema, testing_table)) and c.relrowsecurity
$$;
create function tests.freeze_time(frozen_time timestamptz) returns void language plpgsql as $$
begin
  raise exception 'the stand-in of the extension "basejump-supabase_test_helpers" does not freeze time';
end
$$;
create function tests.unfreeze_time() returns void language sql as $$ select $$;
grant usage on schema tests to anon, authenticated, service_role, @extowner@;
