// What is said inside of blocks, and about the database by its name.
extension PlatformShape {
  static let blocks: [PlatformShape] = [
    PlatformShape(
      "blocks that ask which database they are in, and set it",
      [
        """
        do $$
        begin
          if current_database() = 'postgres' then create table public.of_platform (id int);
          else raise 'this is no platform';
          end if;
          if 'postgres' <> current_database ( ) then raise 'nor here'; end if;
          -- A comment's current_database() = 'postgres' is nobody's business, nor is that of a constant.
          perform set_config('own.words', 'current_database() = x', true);
        end $$;
        do $block$
        begin
          execute 'alter database postgres set timezone = ''Europe/Paris''';
          ALTER DATABASE "postgres" SET statement_timeout = '2min';
          grant connect on database postgres to authenticated;
          execute format('alter database %I set lock_timeout = %L', current_database(), '3s');
        end $block$;
        do $$ begin
          if (select count(*) from pg_db_role_setting s join pg_database d on d.oid = s.setdatabase,
              unnest(s.setconfig) as one where d.datname = current_database()
              and one in ('TimeZone=Europe/Paris', 'statement_timeout=2min', 'lock_timeout=3s')) <> 3
          then raise 'not set here'; end if;
        end $$;
        select id from public.of_platform;
        """
      ]),
    PlatformShape(
      "roles made in blocks, with what the platform lets hand on",
      [
        """
        begin;
        do $$ begin
          create role shape_ci; create role shape_loader with login password 'x' bypassrls;
          alter role shape_ci nobypassrls; execute 'create user shape_stream replication';
        end $$;
        grant shape_loader to postgres; grant create on schema public to shape_loader;
        create table public.stats (id int); alter table public.stats owner to shape_loader;
        commit;
        do $$ begin if (select rolsuper from pg_roles where rolname = 'postgres') then raise 'still lent'; end if; end $$;
        alter table public.stats owner to postgres; revoke create on schema public from shape_loader;
        drop role shape_ci; drop role shape_loader; drop role shape_stream;
        """
      ]),
    PlatformShape(
      "labels of encrypted columns, as dumps of 2023 list them",
      [
        """
        create extension if not exists "pgsodium" with schema "pgsodium";
        create table "public"."secret_things" ("id" "uuid" not null, "tok""en" "text", "place" "text");
        SECURITY LABEL FOR "pgsodium" ON COLUMN "public"."secret_things"."tok""en" IS 'ENCRYPT WITH KEY ID 6fc172db-73e4-48a1-9673-fabee15d113d SECURITY INVOKER';
        security label for pgsodium on column secret_things.place is 'ENCRYPT WITH KEY COLUMN id ASSOCIATED (id)';
        security label for pgsodium on table public.secret_things is 'DECRYPT WITH VIEW public.open_things';
        security label for pgsodium on column public.secret_things.place is null;
        do $$ begin
          if (select array_agg(objsubid order by objsubid) from pg_seclabel where provider = 'pgsodium'
              and objoid = 'public.secret_things'::regclass) is distinct from '{0,2}' then raise 'not written down'; end if;
        end $$;
        alter table public.secret_things drop column "tok""en";
        """
      ]),
  ]
}
