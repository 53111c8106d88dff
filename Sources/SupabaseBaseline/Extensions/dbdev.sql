-- version 0.0.5
-- schema dbdev
-- stands in for: the installer of database.dev; no package is fetched, those with a stand-in can be created

create function dbdev.install(
  package_name text, base_url text default null, api_key text default null
) returns boolean language sql as $$ select true $$;
grant usage on schema dbdev to @extowner@;
