alter default privileges in schema public revoke execute on functions from public;
alter default privileges for role postgres in schema private grant select on tables to service_role;
grant select, insert on table public.team to "authenticated";
revoke all on public.embedding from anon;
