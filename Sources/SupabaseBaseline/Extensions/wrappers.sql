-- version 0.4.5
-- relocatable
-- stands in for: handlers and validators by name; no foreign table can be read

do $$
declare
  source text;
begin
  foreach source in array array[
    'airtable', 'auth0', 'big_query', 'click_house', 'cognito', 'duckdb', 'firebase',
    'hello_world', 'iceberg', 'logflare', 'mssql', 'mysql', 'redis', 's3', 's3_vectors', 'stripe', 'wasm'
  ] loop
    -- Called, it raises an error: a handler that is none would end the server.
    execute format('create function %I() returns fdw_handler language internal as ''fdw_handler_in''',
      source || '_fdw_handler');
    execute format('create function %I(options text[], catalog oid) returns void language plpgsql as ''begin return; end''',
      source || '_fdw_validator');
    execute format('create function %I() returns table (name text, version text, author text, website text)
      language sql as $f$ select %L, ''0'', '''', '''' $f$', source || '_fdw_meta', source);
  end loop;
end
$$;
create table wrappers_fdw_stats (
  fdw_name text not null primary key,
  create_times bigint,
  rows_in bigint,
  rows_out bigint,
  bytes_in bigint,
  bytes_out bigint,
  metadata jsonb,
  created_at timestamptz not null default timezone('utc', now()),
  updated_at timestamptz not null default timezone('utc', now())
);
