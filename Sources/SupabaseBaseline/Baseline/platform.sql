-- What the platform lets "postgres" do although it is no superuser. There, a library in the server sees to it;
-- here, event triggers lend the attribute for the length of one command, and take what went too far back.
create schema if not exists migrate_platform authorization supabase_admin;
revoke all on schema migrate_platform from public;
grant usage on schema migrate_platform to postgres;

comment on schema migrate_platform is
  'Stands in for what the platform lets the role postgres do; made by migrate for local databases.';

-- The tables of the services on which "postgres" may make, change and drop policies and drop triggers.
create table migrate_platform.policy_table (name text primary key);
insert into migrate_platform.policy_table values
  ('auth.audit_log_entries'), ('auth.flow_state'), ('auth.identities'), ('auth.instances'),
  ('auth.mfa_amr_claims'), ('auth.mfa_challenges'), ('auth.mfa_factors'), ('auth.oauth_clients'),
  ('auth.one_time_tokens'), ('auth.refresh_tokens'), ('auth.saml_providers'),
  ('auth.saml_relay_states'), ('auth.sessions'), ('auth.sso_domains'), ('auth.sso_providers'),
  ('auth.users'), ('realtime.messages'), ('realtime.subscription'), ('storage.buckets'), ('storage.migrations'),
  ('storage.objects'), ('storage.s3_multipart_uploads'), ('storage.s3_multipart_uploads_parts'),
  ('storage.buckets_analytics'), ('storage.buckets_vectors'), ('storage.vector_indexes'),
  ('storage.prefixes');
grant select on migrate_platform.policy_table to public;

-- Lends the attribute until "settle", in this transaction alone: no other session ever sees it.
create function migrate_platform.lend() returns void
language plpgsql security definer set search_path = pg_catalog as $$
begin
  if session_user <> 'postgres' or (select rolsuper from pg_roles where rolname = 'postgres') then
    return;
  end if;
  -- Two sessions that change the row at once would fail with "tuple concurrently updated".
  lock table pg_catalog.pg_authid in share row exclusive mode;
  alter role postgres superuser;
end
$$;

create function migrate_platform.settle() returns void
language plpgsql security definer set search_path = pg_catalog as $$
begin
  if coalesce(current_setting('migrate.lent_to_block', true), '') <> 'on'
    and (select rolsuper and oid <> 10 from pg_roles where rolname = 'postgres')
  then
    alter role postgres nosuperuser;
  end if;
end
$$;

-- For a block with commands that no event trigger is told of: what else is in it settles nothing.
create function migrate_platform.lend_to_block() returns void
language plpgsql security definer set search_path = pg_catalog as $$
begin
  perform migrate_platform.lend();
  perform set_config('migrate.lent_to_block', 'on', false);
end
$$;
create function migrate_platform.settle_block() returns void
language plpgsql security definer set search_path = pg_catalog as $$
begin
  perform set_config('migrate.lent_to_block', '', false);
  perform migrate_platform.settle();
end
$$;

-- Who runs the command decides: inside of an extension's script that is a superuser already.
create function migrate_platform.before_command() returns event_trigger
language plpgsql as $$
begin
  if current_user = 'postgres' then
    perform migrate_platform.lend();
  end if;
end
$$;

-- Whether "postgres" could have touched a table without the lent attribute.
create function migrate_platform.may_touch(relation oid) returns boolean
language sql stable security definer set search_path = pg_catalog as $$
  select pg_has_role('postgres', c.relowner, 'member')
  from pg_class c where c.oid = relation
$$;

create function migrate_platform.after_command() returns event_trigger
language plpgsql as $$
begin
  if current_user = 'postgres' then
    perform migrate_platform.settle();
    perform migrate_platform.judge_commands();
  end if;
end
$$;

-- Takes back, by an error, what the lent attribute let through and the platform would not.
create function migrate_platform.judge_commands() returns void
language plpgsql security definer set search_path = pg_catalog as $$
declare
  command record;
  relation oid;
  options text;
begin
  for command in select * from pg_event_trigger_ddl_commands() where not in_extension loop
    if command.object_type = 'policy' then
      select polrelid into relation from pg_policy where oid = command.objid;
      if not migrate_platform.may_touch(relation) and not exists (
        select from migrate_platform.policy_table t where to_regclass(t.name) = relation
      ) then
        raise exception 'must be owner of table %', relation::regclass using errcode = '42501';
      end if;
    elsif command.object_type in ('publication relation', 'publication') then
      select r.prrelid into relation from pg_publication_rel r join pg_publication p on p.oid = r.prpubid
      where (r.oid = command.objid or p.oid = command.objid)
        and not migrate_platform.may_touch(r.prrelid)
        -- What was added by somebody who may is none of this command's doing.
        and r.xmin = pg_current_xact_id()::xid
      limit 1;
      if relation is not null then
        raise exception 'must be owner of table %', relation::regclass using errcode = '42501';
      end if;
    elsif command.object_type = 'index' then
      -- Options that the stand-in of an index method does not know are kept for who reads the catalog.
      options := current_setting('migrate.index_options', true);
      if options <> '' then
        update pg_class set reloptions = options::text[] where oid = command.objid;
        perform set_config('migrate.index_options', '', true);
      end if;
    elsif command.object_type = 'extension' then
      perform migrate_platform.after_extension(command.objid);
    end if;
  end loop;
end
$$;

-- What the platform grants once an extension is there.
create function migrate_platform.after_extension(extension oid) returns void
language plpgsql security definer set search_path = pg_catalog as $$
declare
  name text := (select extname from pg_extension where oid = extension);
  wrapper text;
begin
  for wrapper in
    select w.fdwname from pg_foreign_data_wrapper w join pg_depend d on d.objid = w.oid
    where d.classid = 'pg_foreign_data_wrapper'::regclass and d.refobjid = extension
      and d.refclassid = 'pg_extension'::regclass and d.deptype = 'e'
  loop
    execute format('grant usage on foreign data wrapper %I to postgres with grant option', wrapper);
  end loop;
  if name = 'pgmq' then
    perform migrate_platform.hand_over(extension);
  end if;
end
$$;

-- Makes "postgres" the owner of everything in an extension, and of its schema.
create function migrate_platform.hand_over(extension oid) returns void
language plpgsql security definer set search_path = pg_catalog as $$
declare
  item record;
begin
  for item in
    select format('%s %s', case c.relkind when 'S' then 'sequence' when 'v' then 'view' else 'table' end,
        c.oid::regclass) as thing, 1 as place
      from pg_depend d join pg_class c on c.oid = d.objid and d.classid = 'pg_class'::regclass
      where d.refclassid = 'pg_extension'::regclass and d.refobjid = extension and d.deptype = 'e'
        and c.relkind in ('r', 'v', 'S') and not exists (
          select from pg_depend s where s.objid = c.oid and s.deptype in ('a', 'i') and s.classid = d.classid)
    union all
    select format('routine %s', p.oid::regprocedure), 2
      from pg_depend d join pg_proc p on p.oid = d.objid and d.classid = 'pg_proc'::regclass
      where d.refclassid = 'pg_extension'::regclass and d.refobjid = extension and d.deptype = 'e'
    union all
    select format('type %s', t.oid::regtype), 3
      from pg_depend d join pg_type t on t.oid = d.objid and d.classid = 'pg_type'::regclass
        left join pg_class c on c.oid = t.typrelid
      where d.refclassid = 'pg_extension'::regclass and d.refobjid = extension and d.deptype = 'e'
        and t.typelem = 0 and coalesce(c.relkind, 'c') = 'c'
    union all
    select format('schema %I', n.nspname), 4
      from pg_extension e join pg_namespace n on n.oid = e.extnamespace
      where e.oid = extension and n.nspname = e.extname
    order by 2
  loop
    execute format('alter %s owner to postgres', item.thing);
  end loop;
end
$$;

create function migrate_platform.after_drop() returns event_trigger language plpgsql as $$
declare
  dropped record;
  relation regclass;
begin
  if current_user <> 'postgres' then return; end if;
  -- A superuser is a member of every role.
  perform migrate_platform.settle();
  for dropped in
    select object_type, address_names from pg_event_trigger_dropped_objects()
    where original and object_type in ('policy', 'trigger')
  loop
    relation := to_regclass(format('%I.%I', dropped.address_names[1], dropped.address_names[2]));
    if relation is not null and not migrate_platform.may_touch(relation) and not exists (
      select from migrate_platform.policy_table t where to_regclass(t.name) = relation
    ) then
      raise exception 'must be owner of relation %', relation using errcode = '42501';
    end if;
  end loop;
end
$$;
-- A label of an extension whose library is not there to take it: written down, and nothing more.
create function migrate_platform.security_label(
  label_provider text, kind oid, object oid, part integer, words text
) returns void language plpgsql security definer set search_path = pg_catalog as $$
begin
  if not migrate_platform.may_touch(object) then
    raise exception 'must be owner of table %', object::regclass using errcode = '42501';
  end if;
  delete from pg_seclabel
  where classoid = kind and objoid = object and objsubid = part and provider = label_provider;
  if words is not null then
    insert into pg_seclabel (objoid, classoid, objsubid, provider, label)
    values (object, kind, part, label_provider, words);
  end if;
end
$$;
revoke all on all functions in schema migrate_platform from public;
grant execute on function
  migrate_platform.lend(), migrate_platform.settle(), migrate_platform.judge_commands(),
  migrate_platform.may_touch(oid), migrate_platform.lend_to_block(),
  migrate_platform.settle_block(),
  migrate_platform.security_label(text, oid, oid, integer, text) to postgres;

create event trigger migrate_platform_before on ddl_command_start
  when tag in (
    'CREATE POLICY', 'ALTER POLICY', 'DROP POLICY', 'DROP TRIGGER', 'CREATE PUBLICATION',
    'ALTER PUBLICATION', 'CREATE FOREIGN DATA WRAPPER', 'ALTER FOREIGN DATA WRAPPER',
    'DROP FOREIGN DATA WRAPPER', 'DROP EXTENSION', 'ALTER EXTENSION')
  execute function migrate_platform.before_command();
create event trigger migrate_platform_drop on sql_drop
  when tag in ('DROP POLICY', 'DROP TRIGGER')
  execute function migrate_platform.after_drop();
create event trigger migrate_platform_end on ddl_command_end
  when tag in (
    'CREATE POLICY', 'ALTER POLICY', 'DROP POLICY', 'DROP TRIGGER', 'CREATE PUBLICATION',
    'ALTER PUBLICATION', 'CREATE FOREIGN DATA WRAPPER', 'ALTER FOREIGN DATA WRAPPER',
    'DROP FOREIGN DATA WRAPPER', 'DROP EXTENSION', 'ALTER EXTENSION', 'CREATE EXTENSION',
    'CREATE INDEX')
  execute function migrate_platform.after_command();
