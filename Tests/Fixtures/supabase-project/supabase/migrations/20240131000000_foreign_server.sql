create extension if not exists postgres_fdw with schema extensions;
create server archive foreign data wrapper postgres_fdw options (host 'localhost', dbname 'archive');
create user mapping for postgres server archive options (user 'x', password 'y');
create foreign table private.old_note (id bigint, title text) server archive options (schema_name 'public', table_name 'note');
