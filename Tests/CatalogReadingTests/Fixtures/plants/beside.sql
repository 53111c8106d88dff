--- [contrib] an extension
create extension citext schema other;
=! extension citext: added
--- [contrib] the schema of an extension
drop transform for other.hstore language sql;
~~
alter extension hstore set schema app;
=> extension hstore: schema: other → app
--- [contrib] the version of an extension
alter extension hstore update to '1.8';
update pg_extension set extversion = '1.7' where extname = 'hstore';
!! extension hstore: version: 1.8 → 1.7
--- the comment of an extension
comment on extension plpgsql is 'Other';
=> extension plpgsql: comment: PL/pgSQL procedural language → Other
--- [contrib] privileges on what an extension brought
revoke execute on function other.skeys(other.hstore) from public;
=> privileges on function other.skeys(other.hstore): privileges of PUBLIC: (default) → none
--- privileges on what the system brought
revoke execute on function pg_catalog.pg_sleep(double precision) from public;
grant select on pg_catalog.pg_authid to catalog_reader;
=> privileges on function pg_sleep(double precision): privileges of PUBLIC: (default) → none
=> privileges on table pg_authid: privileges of "catalog_reader": (default) → SELECT
--- privileges on a table
grant insert, delete on app.note to catalog_reader;
=> table app.note: privileges of "catalog_reader": SELECT → DELETE, INSERT, SELECT
--- all privileges on a table
grant all on app.note to catalog_reader;
=> table app.note: privileges of "catalog_reader": SELECT → ALL
--- privileges on a table and on its columns
revoke all on app.note from catalog_reader;
grant insert, update (title) on app.note to catalog_writer;
=> table app.note: privileges of "catalog_reader": SELECT → (default)
=> table app.note: privileges of "catalog_writer": (default) → INSERT
--- what may be passed on
revoke grant option for insert on app.tenant from catalog_writer;
=> table app.tenant: privileges of "catalog_writer": INSERT WITH GRANT OPTION, SELECT WITH GRANT OPTION → INSERT, SELECT WITH GRANT OPTION
--- privileges of everybody
grant select on app.tenant to public;
=> table app.tenant: privileges of PUBLIC: (default) → SELECT
--- privileges of the owner
revoke delete on app.tenant from supabase_admin;
=> table app.tenant: privileges of "supabase_admin": (default) → *
--- privileges on a schema
revoke usage on schema app from catalog_reader;
=> schema app: privileges of "catalog_reader": USAGE → (default)
--- privileges on a function
grant execute on function app.rows_of(integer) to public;
=> function app.rows_of(integer): privileges of PUBLIC: none → (default)
--- privileges on a procedure
grant execute on procedure app.work(integer) to catalog_reader;
=> procedure app.work(integer): privileges of "catalog_reader": (default) → ALL
--- privileges on an aggregate
revoke execute on function app.total(integer) from public;
=> aggregate app.total(integer): privileges of PUBLIC: (default) → none
--- privileges on a sequence
grant select, update on sequence app.free to catalog_reader with grant option;
=> sequence app.free: privileges of "catalog_reader": (default) → SELECT WITH GRANT OPTION, UPDATE WITH GRANT OPTION
--- privileges on a type
revoke usage on type app.mood from public;
=> enum app.mood: privileges of PUBLIC: (default) → none
--- privileges on a domain
grant usage on domain app.positive to catalog_reader;
=> domain app.positive: privileges of "catalog_reader": (default) → ALL
--- privileges on a foreign server
revoke usage on foreign server far from catalog_reader;
=> server far: privileges of "catalog_reader": ALL → (default)
--- privileges on a view
grant all on app.checked to catalog_writer;
=> view app.checked: privileges of "catalog_writer": (default) → ALL
--- default privileges
alter default privileges for role catalog_owner in schema app grant insert on tables to catalog_reader;
=> default privileges app.of catalog_owner on tables: privileges of "catalog_reader": SELECT → INSERT, SELECT
--- default privileges of another role
alter default privileges for role catalog_writer grant all on sequences to catalog_reader with grant option;
=> default privileges of catalog_writer on sequences: privileges of "catalog_reader": (default) → ALL WITH GRANT OPTION
--- default privileges no more
alter default privileges for role catalog_owner grant execute on functions to public;
=> default privileges of catalog_owner on functions: privileges of PUBLIC: none → (default)
--- default privileges on schemas and types
alter default privileges for role catalog_owner grant usage on schemas to catalog_reader;
alter default privileges for role catalog_owner revoke usage on types from public;
=> default privileges of catalog_owner on schemas: privileges of "catalog_reader": (default) → USAGE
=> default privileges of catalog_owner on types: privileges of PUBLIC: (default) → none
--- what default privileges give to a new table
alter default privileges grant select on tables to catalog_reader;
~~
create table app.fresh (a integer);
revoke all on app.fresh from catalog_reader;
=! table app.fresh: added
--- a publication
create publication fresh for table app.tenant, tables in schema app with (publish = 'insert');
=> publication fresh: added
--- a publication of everything
create publication fresh for all tables with (publish_via_partition_root = true);
=> publication fresh: added
--- what a publication publishes
alter publication pub set (publish = 'insert, truncate');
=> publication pub: publish: insert, update, delete → insert, truncate
--- how a publication publishes partitions
alter publication pub set (publish_via_partition_root = true);
=> publication pub: via partition root: (default) → yes
--- a table of a publication
alter publication pub add table app.parent;
=> publication table app.child in pub: added
=> publication table app.parent in pub: added
--- the columns that a publication shows
alter publication pub set table app.tenant, app.note (id, size) where (id > 5);
=> publication table app.note in pub: columns of the table: id, title → id, size
--- the rows that a publication shows
alter publication pub set table app.tenant, app.note (id, title) where (id > 6);
=> publication table app.note in pub: row filter: (id > 5) → (id > 6)
--- a schema of a publication
alter publication pub_schema add tables in schema app;
=> publication schema app in pub_schema: added
--- the owner of a publication
create publication fresh;
~~
alter publication fresh owner to catalog_super;
=> publication fresh: owner: supabase_admin → catalog_super
--- a subscription
create subscription sub connection 'host=nowhere password=verysecret' publication p with (connect = false, slot_name = none, enabled = false, create_slot = false);
!! subscription sub: added
--- the options of a subscription
create subscription sub connection 'host=nowhere password=verysecret' publication p with (connect = false, slot_name = none, enabled = false, create_slot = false, streaming = false);
~~
alter subscription sub set (binary = true, streaming = true, synchronous_commit = local, disable_on_error = true);
!! subscription sub: binary: (default) → yes
!! subscription sub: disable on error: (default) → yes
!! subscription sub: streaming: (default) → on
!! subscription sub: synchronous commit: (default) → local
--- the slot of a subscription
create subscription sub connection 'host=nowhere password=verysecret' publication p with (connect = false, slot_name = none, enabled = false, create_slot = false);
~~
alter subscription sub set (slot_name = other);
alter subscription sub enable;
!! subscription sub: enabled: no → (default)
!! subscription sub: slot name: none → other
--- a foreign-data wrapper
create foreign data wrapper fresh options (a 'b');
=> foreign-data wrapper fresh: added
--- an option of a foreign-data wrapper
create foreign data wrapper fresh;
~~
alter foreign data wrapper fresh options (add a 'b');
=> foreign-data wrapper fresh: option a: (default) → b
--- a server
create server fresh type 't' version '1' foreign data wrapper plain options (host 'x');
=! server fresh: added
--- the options of a server
alter server far version '2' options (set host 'other', drop dbname);
=> server far: option dbname: d → (default)
=> server far: option host: h → other
=> server far: version: (default) → 2
--- the owner of a server
alter server far owner to catalog_super;
=> server far: owner: supabase_admin → catalog_super
--- a user mapping
create user mapping for catalog_writer server far options (user 'me', password 'verysecret');
!! user mapping for catalog_writer server far: added
--- the user of a user mapping
alter user mapping for catalog_reader server far options (set user 'somebody');
!! user mapping for catalog_reader server far: option user: u → somebody
--- that a user mapping has a password
alter user mapping for catalog_reader server far options (drop password);
!! user mapping for catalog_reader server far: option password: (hidden) → (default)
--- a collation of the system's library
create collation app.fresh (provider = libc, lc_collate = 'C', lc_ctype = 'POSIX');
=> collation app.fresh: added
--- the columns of a new publication
create publication fresh for table app.tenant (id), app.note where (id > 3);
=> publication fresh: added
--- the comment of a schema
comment on schema app is null;
=> schema app: comment: The application → (default)
--- the comment of a sequence
comment on sequence app.free is 'For free';
=> sequence app.free: comment: Free → For free
