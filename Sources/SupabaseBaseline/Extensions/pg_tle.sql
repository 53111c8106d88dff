-- version 1.4.0
-- schema pgtle
-- stands in for: a list of extensions that are installed with it; none can be created

create table pgtle.installed (name text primary key, version text not null, description text, script text not null);
create function pgtle.install_extension(
  name text, version text, description text, ext text, requires text[] default null,
  schema text default null
) returns boolean language sql as $$
  insert into pgtle.installed values ($1, $2, $3, $4)
  on conflict (name) do update set version = excluded.version, script = excluded.script
  returning true
$$;
create function pgtle.uninstall_extension(extname text) returns boolean language sql as $$
  with gone as (delete from pgtle.installed where name = extname returning 1)
  select exists (select from gone)
$$;
create function pgtle.uninstall_extension_if_exists(extname text) returns boolean
language sql as $$ select pgtle.uninstall_extension(extname) $$;
create function pgtle.available_extensions()
returns table (name text, default_version text, comment text)
language sql as $$ select name, version, description from pgtle.installed $$;
create function pgtle.set_default_version(name text, version text) returns boolean
language sql as $$ update pgtle.installed i set version = $2 where i.name = $1 returning true $$;
grant all on schema pgtle to @extowner@;
grant all on all tables in schema pgtle to @extowner@;
