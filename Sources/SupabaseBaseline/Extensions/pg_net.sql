-- version 0.14.0
-- stands in for: requests are kept in their queue, and never sent

create schema if not exists net;
create domain net.http_method as text
  check (value ilike 'get' or value ilike 'post' or value ilike 'delete');
create table net.http_request_queue (
  id bigserial,
  method net.http_method not null,
  url text not null,
  headers jsonb,
  body bytea,
  timeout_milliseconds integer not null
);
create table net._http_response (
  id bigint,
  status_code integer,
  content_type text,
  headers jsonb,
  content text,
  timed_out boolean,
  error_msg text,
  created timestamptz not null default now()
);
create index on net._http_response (created);
create type net.request_status as enum ('PENDING', 'SUCCESS', 'ERROR');
create type net.http_response as (status_code integer, headers jsonb, body text);
create type net.http_response_result as (
  status net.request_status, message text, response net.http_response);

create function net.enqueue(method text, url text, params jsonb, headers jsonb, body jsonb, patience integer)
returns bigint language sql security definer set search_path = pg_catalog as $$
  insert into net.http_request_queue (method, url, headers, body, timeout_milliseconds)
  values (method, url || coalesce((
      select '?' || string_agg(key || '=' || value, '&') from jsonb_each_text(params)), ''),
    headers, convert_to(body::text, 'UTF8'), patience)
  returning id
$$;

create function net.http_get(
  url text, params jsonb default '{}', headers jsonb default '{}',
  timeout_milliseconds integer default 5000
) returns bigint language sql as $$
  select net.enqueue('GET', url, params, headers, null, timeout_milliseconds)
$$;

create function net.http_post(
  url text, body jsonb default '{}', params jsonb default '{}',
  headers jsonb default '{"Content-Type": "application/json"}',
  timeout_milliseconds integer default 5000
) returns bigint language sql as $$
  select net.enqueue('POST', url, params, headers, body, timeout_milliseconds)
$$;

create function net.http_delete(
  url text, params jsonb default '{}', headers jsonb default '{}',
  timeout_milliseconds integer default 5000, body jsonb default null
) returns bigint language sql as $$
  select net.enqueue('DELETE', url, params, headers, body, timeout_milliseconds)
$$;

create function net.http_collect_response(request_id bigint, async boolean default true)
returns net.http_response_result language sql as $$
  select ('PENDING', 'request is pending processing', null)::net.http_response_result
$$;
create function net._http_collect_response(request_id bigint, async boolean default true)
returns net.http_response_result language sql as $$
  select ('PENDING', 'request is pending processing', null)::net.http_response_result
$$;
create function net.worker_restart() returns boolean language sql as $$ select true $$;
create function net.check_worker_is_up() returns void language plpgsql as $$
begin
  null;
end
$$;

do $$
declare
  grantee text;
begin
  for grantee in
    select rolname from pg_catalog.pg_roles
    where rolname in ('supabase_functions_admin', 'postgres', 'anon', 'authenticated', 'service_role')
  loop
    execute format('grant usage on schema net to %I', grantee);
    execute format('grant execute on all functions in schema net to %I', grantee);
    execute format('grant all on all tables in schema net to %I', grantee);
  end loop;
end
$$;
grant usage on schema net to @extowner@ with grant option;
grant all on all tables in schema net to @extowner@ with grant option;
grant execute on all functions in schema net to @extowner@ with grant option;
