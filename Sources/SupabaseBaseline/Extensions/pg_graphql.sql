-- version 1.5.11
-- schema graphql
-- stands in for: functions; every query is answered with an error

create function graphql.resolve(
  query text, variables jsonb default '{}', "operationName" text default null,
  extensions jsonb default null
) returns jsonb language sql as $$
  select jsonb_build_object('errors', jsonb_build_array(jsonb_build_object(
    'message', 'the stand-in of the extension "pg_graphql" answers no query')))
$$;
create function graphql._internal_resolve(
  query text, variables jsonb default '{}', "operationName" text default null,
  extensions jsonb default null
) returns jsonb language sql as $$
  select graphql.resolve(query, variables, "operationName", extensions)
$$;
create function graphql.comment_directive(comment_ text) returns jsonb language sql immutable as $$
  select coalesce(substring(comment_ from '@graphql\((.*)\)')::jsonb, '{}')
$$;
create sequence graphql.seq_schema_version as integer cycle;
create function graphql.get_schema_version() returns integer
language sql security definer as $$ select last_value::integer from graphql.seq_schema_version $$;
create function graphql.increment_schema_version() returns event_trigger
language plpgsql security definer as $$
begin
  perform nextval('graphql.seq_schema_version');
end
$$;
create function graphql.exception(message text) returns text language plpgsql as $$
begin
  raise exception using errcode = '22000', message = message;
end
$$;
do $$
declare
  grantee text;
begin
  for grantee in
    select rolname from pg_catalog.pg_roles
    where rolname in ('postgres', 'anon', 'authenticated', 'service_role')
  loop
    execute format('grant usage on schema graphql to %I', grantee);
    execute format('grant execute on all functions in schema graphql to %I', grantee);
  end loop;
end
$$;
