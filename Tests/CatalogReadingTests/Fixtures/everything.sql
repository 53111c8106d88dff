-- One of each thing that DDL can make. `plants` changes them one by one.

create schema app;
create schema other authorization catalog_owner;
create schema "Odd ""Schema";
create foreign data wrapper plain;

create collation app.german (provider = libc, locale = 'C');
create type app.mood as enum ('sad', 'ok', 'happy');
create type app.pair as (a integer, b text);
create domain app.positive as integer default 1 constraint positive_check check (value > 0);
create domain app.plain as text;
create type app.span as range (subtype = timestamptz, multirange_type_name = app.spans);

create function app.twice(x integer) returns integer language sql immutable strict
  as 'select x * 2';
create function app.body_of(x integer, y integer default 7) returns integer language sql
  begin atomic
    select x + y;
  end;
create function app.rows_of(n integer) returns setof integer language plpgsql
  set search_path = app, pg_temp
  as $$ begin return query select generate_series(1, n); end $$;
create function app.touch() returns trigger language plpgsql
  as $$ begin return new; end $$;
create function app.on_ddl() returns event_trigger language plpgsql
  as $$ begin perform 1; end $$;
create procedure app.work(inout a integer) language plpgsql as $$ begin a := a + 1; end $$;
create aggregate app.total(integer) (sfunc = int4pl, stype = integer, initcond = '0');
create function app.same(integer, text) returns boolean language sql immutable
  as $$ select $1::text = $2 $$;
create operator app.=== (function = app.same, leftarg = integer, rightarg = text);
create function app.to_pair(text) returns app.pair language sql immutable
  as $$ select row(1, $1)::app.pair $$;
create cast (text as app.pair) with function app.to_pair(text) as assignment;
create operator family app.numbers using btree;
create operator class app.backwards for type integer using btree as
  operator 1 >, operator 2 >=, operator 3 =, operator 4 <=, operator 5 <,
  function 1 btint4cmp(integer, integer);
create conversion app.latin for 'LATIN1' to 'UTF8' from iso8859_1_to_utf8;

create sequence app.counter as integer start 5 increment 2 minvalue 3 maxvalue 900 cache 4 cycle;
create sequence app.free;

create table app.tenant (id bigint primary key, name text not null unique);
create table app.note (
  id bigint generated always as identity (start 10 cache 3) primary key,
  tenant_id bigint constraint note_tenant references app.tenant (id) on delete cascade deferrable,
  title text not null default 'none',
  body text collate "C",
  size integer,
  price numeric(10, 2),
  feeling app.mood default 'ok',
  doubled integer generated always as (size * 2) stored,
  serial_no serial,
  made timestamptz not null default now(),
  span tstzrange,
  constraint size_is_small check (size < 1000),
  constraint no_overlap exclude using gist (span with &&)
) with (fillfactor = 70);
create index note_title on app.note (title desc nulls last, lower(body)) with (fillfactor = 80)
  where size > 0;
create unique index note_size on app.note using btree (size) include (title);
create statistics app.note_stats (ndistinct, dependencies) on tenant_id, size from app.note;
alter table app.note enable row level security;
alter table app.note alter column body set statistics 500;
alter table app.note alter column body set storage external;
create policy own on app.note for select to catalog_reader using (size > 0);
create policy write on app.note as restrictive for update to catalog_writer
  using (tenant_id = 1) with check (tenant_id = 2);
create trigger touch before insert or update of title on app.note for each row
  when (new.size > 3) execute function app.touch();
create constraint trigger checked after insert on app.note deferrable initially deferred
  for each row execute function app.touch();
create rule keep as on delete to app.tenant where old.id = 0 do instead nothing;

create table app.parent (id integer, note text default 'x', check (id > 0));
create table app.child (extra text) inherits (app.parent);
create unlogged table app.fast (a integer);
create table app.typed of app.pair;
create table app.event (
  id bigint not null, day date not null, kind text, primary key (id, day)
) partition by range (day);
create index event_kind on app.event (kind);
create table app.event_2026 partition of app.event
  for values from ('2026-01-01') to ('2027-01-01');
create table app.event_rest partition of app.event default;
create trigger touch_event after insert on app.event for each row execute function app.touch();
create table "Odd ""Schema"."Weird Table" ("a b" integer, "select" text, check ("a b" > 0));
create index "Weird Index" on "Odd ""Schema"."Weird Table" ("a b");

create view app.note_list with (security_invoker = true) as
  select n.id, n.title, n.size from app.note n where n.size > 1;
create view app.plain_list as select id, title from app.note;
create view app.checked as select id, name from app.tenant where id > 0 with local check option;
create view app.on_view as select id from app.note_list;
create materialized view app.summary as select tenant_id, count(*) as n from app.note group by 1;
create index summary_tenant on app.summary (tenant_id);

create server far foreign data wrapper plain options (host 'h', dbname 'd');
create user mapping for catalog_reader server far options (user 'u', password 'verysecret');
create foreign table app.remote (id integer options (column_name 'i'), t text) server far
  options (schema_name 's');
create publication pub for table app.tenant, app.note (id, title) where (id > 5)
  with (publish = 'insert, update, delete');
create publication pub_schema for tables in schema other;
create event trigger watch on ddl_command_end when tag in ('CREATE TABLE')
  execute function app.on_ddl();
create text search dictionary app.words (template = simple, stopwords = english);
create text search configuration app.search (copy = simple);

grant usage on schema app to catalog_reader;
grant select on app.note to catalog_reader;
grant select, insert on app.tenant to catalog_writer with grant option;
grant update (title) on app.note to catalog_writer;
grant execute on function app.twice(integer) to catalog_reader;
revoke execute on function app.rows_of(integer) from public;
grant usage on sequence app.free to catalog_writer;
grant usage on type app.mood to catalog_reader;
grant usage on foreign server far to catalog_reader;
alter default privileges for role catalog_owner in schema app grant select on tables
  to catalog_reader;
alter default privileges for role catalog_owner revoke execute on functions from public;

comment on schema app is 'The application';
comment on table app.note is 'Notes';
comment on column app.note.title is 'What it says';
comment on constraint size_is_small on app.note is 'Small';
comment on index app.note_title is 'For lists';
comment on policy own on app.note is 'Own rows';
comment on trigger touch on app.note is 'Touch';
comment on function app.twice(integer) is 'Twice';
comment on type app.mood is 'Mood';
comment on domain app.positive is 'Positive';
comment on view app.note_list is 'List';
comment on column app.note_list.title is 'Title in the list';
comment on sequence app.free is 'Free';
