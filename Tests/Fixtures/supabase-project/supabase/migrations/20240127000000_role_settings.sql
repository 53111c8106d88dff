alter role authenticator set pgrst.db_schemas = 'public, private';
alter role anon set statement_timeout = '4s';
notify pgrst, 'reload config';
