create extension if not exists pg_graphql;
comment on schema public is '@graphql({"inflect_names": true})';
grant usage on schema graphql_public to anon, authenticated;
