do $$
begin
  if not exists (select from pg_roles where rolname = 'auditor') then
    create role auditor nologin;
  end if;
end
$$;
create role worker with login password 'only-for-tests' bypassrls;
grant auditor to postgres;
grant usage, create on schema public to auditor;
grant usage on schema public to reporting;
grant select on all tables in schema public to auditor, reporting;
create table public.audit (id bigserial primary key, at timestamptz default now(), what jsonb);
alter table public.audit owner to auditor;
