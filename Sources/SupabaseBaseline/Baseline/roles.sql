-- The roles of a Supabase project. Roles belong to the whole server: another database may have made them.

-- Only one session at a time changes roles; without this, two fail with "tuple concurrently updated".
lock table pg_catalog.pg_authid in share row exclusive mode;

do $$
declare
  wanted record;
begin
  for wanted in
    select * from (values
      ('supabase_admin', 'superuser createdb createrole replication bypassrls login'),
      ('postgres', 'nosuperuser createdb createrole replication bypassrls login inherit'),
      ('anon', 'nologin inherit'),
      ('authenticated', 'nologin inherit'),
      ('service_role', 'nologin inherit bypassrls'),
      ('authenticator', 'login noinherit'),
      ('supabase_auth_admin', 'login noinherit createrole'),
      ('supabase_storage_admin', 'login noinherit createrole'),
      ('supabase_realtime_admin', 'nologin noinherit'),
      ('supabase_functions_admin', 'login noinherit createrole'),
      ('supabase_replication_admin', 'login replication'),
      ('supabase_etl_admin', 'login replication'),
      ('supabase_read_only_user', 'login bypassrls'),
      ('supabase_privileged_role', 'nologin'),
      ('dashboard_user', 'nologin createdb createrole replication'),
      ('pgbouncer', 'login'),
      ('pgtle_admin', 'nologin'),
      ('pgsodium_keyiduser', 'nologin'),
      ('pgsodium_keyholder', 'nologin'),
      ('pgsodium_keymaker', 'nologin')
    ) as roles (name, attributes)
  loop
    if not exists (select from pg_catalog.pg_roles where rolname = wanted.name) then
      execute format('create role %I', wanted.name);
    elsif exists (
      select from pg_catalog.pg_roles
      where rolname = wanted.name and oid = 10 and wanted.attributes like 'nosuperuser%'
    ) then
      -- A server whose first superuser has this name cannot do without: it is not ours.
      continue;
    end if;
    execute format('alter role %I %s', wanted.name, wanted.attributes);
  end loop;
end
$$;

do $$
declare
  -- The right to hand a membership on is implied by CREATEROLE before version 16.
  may_grant text := case when current_setting('server_version_num')::int >= 160000
    then ' with admin option' else '' end;
begin
  execute 'grant anon, authenticated, service_role to postgres' || may_grant;
  execute 'grant authenticator to postgres' || may_grant;
  -- Pulled files make this role, whose maker may then grant it.
  execute 'grant supabase_privileged_role to postgres' || may_grant;
end
$$;
grant anon, authenticated, service_role to authenticator;
grant authenticator to supabase_storage_admin;
grant pg_monitor, pg_read_all_data, pg_signal_backend to postgres;
grant pg_read_all_data to supabase_read_only_user;
grant pg_monitor, pg_read_all_data to supabase_etl_admin;
grant pgsodium_keyiduser to pgsodium_keyholder;
grant pgsodium_keyholder, pgsodium_keyiduser to pgsodium_keymaker;
grant pgsodium_keyiduser, pgsodium_keyholder, pgsodium_keymaker to postgres;
grant pgsodium_keyholder, pgsodium_keyiduser to service_role;

alter role supabase_admin set search_path = "$user", public, auth, extensions;
alter role postgres set search_path = "$user", public, extensions;
alter role anon set statement_timeout = '3s';
alter role authenticated set statement_timeout = '8s';
alter role authenticator set statement_timeout = '8s';
alter role authenticator set lock_timeout = '8s';
alter role supabase_auth_admin set search_path = auth;
alter role supabase_auth_admin set idle_in_transaction_session_timeout = '60s';
alter role supabase_storage_admin set search_path = storage;
alter role supabase_functions_admin set search_path = supabase_functions;

-- Settings that the platform lets "postgres" change although they are a superuser's.
do $$
declare
  setting text;
begin
  for setting in
    select name from pg_catalog.pg_settings
    where name = any (array[
      'session_replication_role', 'log_min_messages', 'log_min_duration_statement',
      'log_min_error_statement', 'log_statement', 'log_lock_waits', 'log_duration',
      'log_temp_files', 'log_parameter_max_length', 'track_io_timing', 'track_functions',
      'track_activities', 'track_counts', 'deadlock_timeout', 'temp_file_limit',
      'lc_messages', 'zero_damaged_pages', 'wal_compression', 'max_stack_depth',
      'auto_explain.log_min_duration', 'pg_stat_statements.track',
      'pg_stat_statements.track_utility'
    ])
  loop
    execute format('grant set on parameter %I to postgres', setting);
  end loop;
  foreach setting in array array[
    'pgrst.db_schemas', 'pgrst.db_extra_search_path', 'pgrst.db_max_rows',
    'pgrst.db_pre_request', 'pgrst.db_pre_config', 'pgrst.db_anon_role',
    'pgrst.db_aggregates_enabled', 'pgrst.db_plan_enabled', 'pgrst.db_prepared_statements',
    'pgrst.db_root_spec', 'pgrst.db_tx_end', 'pgrst.db_use_legacy_gucs',
    'pgrst.db_hoisted_tx_settings', 'pgrst.db_timezone_enabled', 'pgrst.jwt_aud',
    'pgrst.jwt_secret', 'pgrst.jwt_secret_is_base64', 'pgrst.jwt_role_claim_key',
    'pgrst.openapi_mode', 'pgrst.openapi_security_active', 'pgrst.openapi_server_proxy_uri',
    'pgrst.raw_media_types', 'pgrst.server_cors_allowed_origins', 'pgrst.server_timing_enabled',
    'pgrst.server_trace_header', 'pgaudit.log', 'pgaudit.log_catalog', 'pgaudit.log_client',
    'pgaudit.log_level', 'pgaudit.log_parameter', 'pgaudit.log_relation', 'pgaudit.log_rows',
    'pgaudit.log_statement', 'pgaudit.role', 'plan_filter.statement_cost_limit',
    'safeupdate.enabled', 'pg_net.batch_size', 'pg_net.ttl'
  ] loop
    execute format('grant set on parameter %s to postgres', setting);
  end loop;
end
$$;
