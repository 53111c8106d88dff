--- a function
create function app.fresh(a integer, variadic b text[] default '{}') returns table (x integer, y text) language plpgsql stable security definer parallel safe cost 50 rows 20 set search_path = '' set work_mem = '10MB' as $f$ begin return; end $f$;
revoke execute on function app.fresh from public;
grant execute on function app.fresh to catalog_reader;
comment on function app.fresh is 'Fresh';
=> function app.fresh(integer, text[]): added
--- the owner of a function
alter function app.twice owner to catalog_owner;
=> function app.twice(integer): owner: supabase_admin → catalog_owner
--- the body of a function
create or replace function app.touch() returns trigger language plpgsql as $$ begin new.title := '$body$'; return new; end $$;
=> function app.touch(): body: begin return new; end → begin new.title := '$body$'; return new; end
--- the body of a function that is parsed
create or replace function app.body_of(x integer, y integer default 7) returns integer language sql return x - y;
=> function app.body_of(integer, integer): sql body: BEGIN ATOMIC SELECT (x + y); END → RETURN (x - y)
--- the language of a function
create or replace function app.twice(x integer) returns integer language plpgsql immutable strict as 'begin return x * 2; end';
=> function app.twice(integer): body: select x * 2 → begin return x * 2; end
=> function app.twice(integer): language: sql → plpgsql
--- security
alter function app.touch() security definer;
=> function app.touch(): security: (default) → definer
--- settings
alter function app.rows_of set search_path = app, "Odd", pg_catalog;
=> function app.rows_of(integer): setting search_path: app, pg_temp → app, "Odd", pg_catalog
--- an empty search path
alter function app.rows_of set search_path = '';
=> function app.rows_of(integer): setting search_path: app, pg_temp → ""
--- a setting no more, and another
alter function app.rows_of reset all;
alter function app.rows_of set statement_timeout = '5s';
=> function app.rows_of(integer): setting search_path: app, pg_temp → (default)
=> function app.rows_of(integer): setting statement_timeout: (default) → 5s
--- volatility
alter function app.twice stable;
=> function app.twice(integer): volatility: immutable → stable
--- strictness
alter function app.twice called on null input;
=> function app.twice(integer): strict: yes → (default)
--- leaks
alter function app.twice leakproof;
=> function app.twice(integer): leakproof: (default) → yes
--- parallelism
alter function app.twice parallel restricted;
=> function app.twice(integer): parallel: (default) → restricted
--- cost
alter function app.twice cost 7;
=> function app.twice(integer): cost: (default) → 7
--- rows
alter function app.rows_of rows 5;
=> function app.rows_of(integer): rows: (default) → 5
--- support
alter function app.twice support pg_catalog.generate_series_int4_support;
=> function app.twice(integer): support: (default) → generate_series_int4_support
--- what a function returns
drop function app.on_ddl cascade;
create function app.on_ddl() returns integer language sql as 'select 1';
=> event trigger watch: removed
!! function app.on_ddl(): body: begin perform 1; end → select 1
!! function app.on_ddl(): language: plpgsql → sql
!! function app.on_ddl(): returns: event_trigger → integer
--- the default of an argument
create or replace function app.rows_of(n integer default 3) returns setof integer language plpgsql set search_path = app, pg_temp as $$ begin return query select generate_series(1, n); end $$;
!! function app.rows_of(integer): arguments: n integer → n integer DEFAULT 3
--- an overload
create function app.twice(x bigint) returns bigint language sql as 'select x * 2';
=> function app.twice(bigint): added
--- a function of a table's rows
create function app.title_of(n app.note) returns text language sql stable as 'select n.title';
=> function app.title_of(app.note): added
--- a view and functions around it
create view app.v as select 1 as a;
create function app.of_v() returns setof app.v language sql begin atomic select a from app.v; end;
create view app.u as select app.of_v() as w;
=> function app.of_v(): added
=> view app.u: added
=> view app.v: added
--- a procedure
create procedure app.fresh(inout x integer, y text default 'q') language plpgsql as $$ begin commit; end $$;
=> procedure app.fresh(integer, text): added
--- the body of a procedure
create or replace procedure app.work(inout a integer) language plpgsql as $$ begin a := a + 2; end $$;
=> procedure app.work(integer): body: begin a := a + 1; end → begin a := a + 2; end
--- an aggregate
create aggregate app.fresh(integer) (sfunc = int4pl, stype = integer, initcond = '1', parallel = safe);
=> aggregate app.fresh(integer): added
--- an aggregate over no column
create aggregate app.fresh(*) (sfunc = int8inc, stype = bigint, initcond = '0', combinefunc = int8pl);
=> aggregate app.fresh(): added
--- an ordered-set aggregate
create aggregate app.fresh(float8 order by anyelement) (sfunc = ordered_set_transition, stype = internal, finalfunc = percentile_disc_final, finalfunc_extra);
=> aggregate app.fresh(double precision, anyelement): added
--- what an aggregate begins with
create or replace aggregate app.total(integer) (sfunc = int4pl, stype = integer, initcond = '5');
!! aggregate app.total(integer): definition: sfunc = int4pl, stype = integer, initcond = '0' → sfunc = int4pl, stype = integer, initcond = '5'
--- a window function
create function app.fresh() returns bigint language internal window as 'window_row_number';
!> window function app.fresh(): added
--- a cast
create cast (app.pair as text) with inout as implicit;
=> cast (app.pair AS text): added
--- the context of a cast
drop cast (text as app.pair);
create cast (text as app.pair) with function app.to_pair(text);
=> cast (text AS app.pair): context: assignment → (default)
--- an operator
create operator app.<-> (function = app.same, leftarg = integer, rightarg = text);
!> operator app.<->(integer,text): added
--- what an operator does
drop operator app.=== (integer, text);
create operator app.=== (function = app.same, leftarg = integer, rightarg = text, restrict = eqsel, join = eqjoinsel, hashes, merges);
!! operator app.===(integer,text): hashes: (default) → yes
!! operator app.===(integer,text): join: (default) → eqjoinsel
!! operator app.===(integer,text): merges: (default) → yes
!! operator app.===(integer,text): restrict: (default) → eqsel
--- what turns an operator round
create operator app.!== (function = app.same, leftarg = integer, rightarg = text, negator = operator(app.===));
!> operator app.!==(integer,text): added
!! operator app.===(integer,text): negator: (default) → app.!==(integer,text)
--- an operator class
create operator class app.fresh for type bigint using hash as operator 1 =, function 1 hashint8(bigint);
!> operator class app.fresh(hash): added
--- whether an operator class is the default
create operator class app.fresh for type app.mood using hash as operator 1 =(anyenum, anyenum), function 1 hashenum(anyenum);
~~
drop operator family app.fresh using hash;
create operator class app.fresh default for type app.mood using hash as operator 1 =(anyenum, anyenum), function 1 hashenum(anyenum);
!! operator class app.fresh(hash): default: (default) → yes
--- an operator family
create operator family app.fresh using btree;
!> operator family app.fresh(btree): added
--- the members of an operator family
alter operator family app.numbers using btree add operator 1 < (integer, bigint), function 1 (integer, bigint) btint48cmp(integer, bigint);
!! operator family app.numbers(btree): members: *
--- a conversion
create default conversion app.fresh for 'LATIN1' to 'UTF8' from iso8859_1_to_utf8;
!> conversion app.fresh: added
--- the encodings of a conversion
drop conversion app.latin;
create conversion app.latin for 'LATIN2' to 'UTF8' from iso8859_to_utf8;
!! conversion app.latin: from: LATIN1 → LATIN2
!! conversion app.latin: function: *
--- [contrib] a transform
drop transform for other.hstore language sql;
=! transform for other.hstore language sql: removed
--- a language
create language fresh handler plpgsql_call_handler inline plpgsql_inline_handler validator plpgsql_validator;
!> language fresh: added
--- whether a language is trusted
create language fresh handler plpgsql_call_handler;
~~
drop language fresh;
create trusted language fresh handler plpgsql_call_handler;
!! language fresh: trusted: (default) → yes
--- an access method
create access method fresh type index handler bthandler;
!> access method fresh: added
--- the comment of a function
comment on function app.twice(integer) is null;
=> function app.twice(integer): comment: Twice → (default)
