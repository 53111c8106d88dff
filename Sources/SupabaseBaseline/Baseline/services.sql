-- What the other services of a project leave in its database.

create function pgbouncer.get_auth(p_usename text) returns table (username text, password text)
language sql security definer set search_path = '' as $$
  select rolname::text, case when rolvaliduntil < now() then null else rolpassword::text end
  from pg_catalog.pg_authid where rolname = p_usename and rolcanlogin
$$;
revoke all on function pgbouncer.get_auth(text) from public, anon, authenticated, service_role;
grant execute on function pgbouncer.get_auth(text) to pgbouncer;

create function graphql_public.graphql(
  "operationName" text default null, query text default null, variables jsonb default null,
  extensions jsonb default null
) returns jsonb language plpgsql as $$
begin
  return jsonb_build_object('errors', jsonb_build_array(
    jsonb_build_object('message', 'pg_graphql extension is not enabled.')));
end
$$;
grant all on function graphql_public.graphql(text, text, jsonb, jsonb)
  to postgres, anon, authenticated, service_role;

create table supabase_functions.migrations (
  version text not null primary key,
  inserted_at timestamptz not null default now()
);

create table supabase_functions.hooks (
  id bigserial not null primary key,
  hook_table_id integer not null,
  hook_name text not null,
  created_at timestamptz not null default now(),
  request_id bigint
);
create index supabase_functions_hooks_request_id_idx
  on supabase_functions.hooks using btree (request_id);
create index supabase_functions_hooks_h_table_id_h_name_idx
  on supabase_functions.hooks using btree (hook_table_id, hook_name);

-- Trigger of a database webhook: url, method, headers, parameters, time limit in milliseconds.
create function supabase_functions.http_request() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  request_id bigint;
  method text := tg_argv[1];
  headers jsonb := coalesce(nullif(tg_argv[2], 'null'), '{"Content-Type": "application/json"}')::jsonb;
  params jsonb := coalesce(nullif(tg_argv[3], 'null'), '{}')::jsonb;
  patience integer := coalesce(nullif(tg_argv[4], 'null'), '1000')::integer;
begin
  if tg_argv[0] is null or tg_argv[0] = 'null' then
    raise exception 'url argument is missing';
  end if;
  if method is null or method = 'null' then
    raise exception 'method argument is missing';
  end if;
  if to_regnamespace('net') is null then
    return coalesce(new, old);
  end if;
  if method = 'GET' then
    execute 'select net.http_get($1, $2, $3, $4)'
      into request_id using tg_argv[0], params, headers, patience;
  elsif method = 'POST' then
    execute 'select net.http_post($1, $2, $3, $4, $5)' into request_id
      using tg_argv[0], jsonb_build_object(
        'old_record', old, 'record', new, 'type', tg_op, 'table', tg_table_name,
        'schema', tg_table_schema), params, headers, patience;
  else
    raise exception 'method argument % is invalid', method;
  end if;
  insert into supabase_functions.hooks (hook_table_id, hook_name, request_id)
  values (tg_relid, tg_name, request_id);
  return coalesce(new, old);
end
$$;

alter function supabase_functions.http_request() owner to supabase_functions_admin;
alter table supabase_functions.migrations owner to supabase_functions_admin;
alter table supabase_functions.hooks owner to supabase_functions_admin;
grant all on all tables in schema supabase_functions
  to postgres, anon, authenticated, service_role;
grant all on all sequences in schema supabase_functions
  to postgres, anon, authenticated, service_role;
revoke all on function supabase_functions.http_request() from public;
grant execute on function supabase_functions.http_request()
  to postgres, anon, authenticated, service_role;

do $$
begin
  if exists (select from pg_catalog.pg_available_extensions where name = 'supabase_vault') then
    create extension if not exists supabase_vault with schema vault;
  end if;
end
$$;

grant execute on function pg_catalog.pg_reload_conf() to postgres;
