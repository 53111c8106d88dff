create type realtime.action as enum ('INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'ERROR');
create type realtime.equality_op as enum ('eq', 'neq', 'lt', 'lte', 'gt', 'gte', 'in');
create type realtime.user_defined_filter as (
  column_name text, op realtime.equality_op, value text);
create type realtime.wal_column as (
  name text, type_name text, type_oid oid, value jsonb, is_pkey boolean, is_selectable boolean);
create type realtime.wal_rls as (
  wal jsonb, is_rls_enabled boolean, subscription_ids uuid[], errors text[]);

create table realtime.schema_migrations (
  version bigint not null primary key,
  inserted_at timestamp(0)
);

create table realtime.messages (
  topic text not null,
  extension text not null,
  payload jsonb,
  event text,
  private boolean default false,
  updated_at timestamp not null default now(),
  inserted_at timestamp not null default now(),
  id uuid not null default gen_random_uuid(),
  primary key (id, inserted_at)
) partition by range (inserted_at);

create function realtime.to_regrole(role_name text) returns regrole
language sql immutable as $$ select role_name::regrole $$;

create table realtime.subscription (
  id bigint generated always as identity constraint pk_subscription primary key,
  subscription_id uuid not null,
  entity regclass not null,
  filters realtime.user_defined_filter[] not null default '{}',
  claims jsonb not null,
  claims_role regrole not null generated always as (realtime.to_regrole(claims ->> 'role')) stored,
  created_at timestamp not null default timezone('utc', now())
);

create function realtime.topic() returns text language sql stable as $$
  select nullif(current_setting('realtime.topic', true), '')::text
$$;

-- A message is kept for the day it was sent on; its partition is made when it is first needed.
create function realtime.send(payload jsonb, event text, topic text, private boolean default true)
returns void language plpgsql as $$
declare
  day date := (now() at time zone 'utc')::date;
  part text := 'messages_' || to_char(day, 'YYYY_MM_DD');
begin
  if to_regclass('realtime.' || part) is null then
    perform realtime.make_partition(day);
  end if;
  perform set_config('realtime.topic', topic, true);
  insert into realtime.messages (payload, event, topic, private, extension, inserted_at)
  values (payload, event, topic, private, 'broadcast', now() at time zone 'utc');
exception when others then
  raise warning 'ErrorSendingBroadcastMessage: %', sqlerrm;
end
$$;

create function realtime.make_partition(day date) returns void
language plpgsql security definer set search_path = '' as $$
begin
  execute format(
    'create table if not exists realtime.%I partition of realtime.messages for values from (%L) to (%L)',
    'messages_' || to_char(day, 'YYYY_MM_DD'), day, day + 1);
end
$$;

create function realtime.broadcast_changes(
  topic_name text, event_name text, operation text, table_name text, table_schema text,
  new record, old record, level text default 'ROW'
) returns void language plpgsql as $$
declare
  payload jsonb;
begin
  if level = 'STATEMENT' then
    raise exception 'function can only be triggered for each row, not for each statement';
  end if;
  payload := jsonb_build_object(
    'old_record', old, 'record', new, 'operation', operation, 'table', table_name,
    'schema', table_schema);
  perform realtime.send(payload, event_name, topic_name);
end
$$;

create function realtime.cast(val text, type_ regtype) returns jsonb
language plpgsql immutable as $$
declare
  result jsonb;
begin
  execute format('select to_jsonb(%L::%s)', val, type_) into result;
  return result;
end
$$;

create function realtime.check_equality_op(
  op realtime.equality_op, type_ regtype, val_1 text, val_2 text
) returns boolean language plpgsql immutable as $$
declare
  sign text := case op
    when 'eq' then '=' when 'neq' then '!=' when 'lt' then '<' when 'lte' then '<='
    when 'gt' then '>' when 'gte' then '>=' when 'in' then '= any' end;
  result boolean;
begin
  execute format(
    'select %L::%s %s (%L::%s)', val_1, type_, sign, val_2,
    case when op = 'in' then type_::text || '[]' else type_::text end) into result;
  return result;
end
$$;

create function realtime.is_visible_through_filters(
  columns realtime.wal_column[], filters realtime.user_defined_filter[]
) returns boolean language sql immutable as $$
  select coalesce(array_length(filters, 1), 0) = 0 or coalesce(
    (select bool_and(coalesce(realtime.check_equality_op(
        f.op, c.type_oid::regtype, c.value #>> '{}', f.value), false))
      from unnest(filters) f left join unnest(columns) c on f.column_name = c.name), false)
$$;

create function realtime.subscription_check_filters() returns trigger language plpgsql as $$
begin
  return new;
end
$$;
create trigger tr_check_filters before insert or update on realtime.subscription
  for each row execute function realtime.subscription_check_filters();

alter table realtime.messages enable row level security;
alter table realtime.messages owner to supabase_realtime_admin;
alter table realtime.subscription owner to supabase_admin;
alter function realtime.topic() owner to supabase_realtime_admin;
alter function realtime.send(jsonb, text, text, boolean) owner to supabase_admin;
grant select, insert, update on realtime.messages to anon, authenticated, service_role;
grant all on realtime.messages to postgres, dashboard_user;
grant select on realtime.subscription to anon, authenticated, service_role;
grant all on realtime.subscription to supabase_realtime_admin, postgres, dashboard_user;
grant select on realtime.schema_migrations to anon, authenticated, service_role;
grant all on realtime.schema_migrations to supabase_realtime_admin, postgres, dashboard_user;
grant execute on all functions in schema realtime to postgres, dashboard_user;
