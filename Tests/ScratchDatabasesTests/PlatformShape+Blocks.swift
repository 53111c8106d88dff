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
    PlatformShape(
      "triggers of the services themselves, as pulled files list them",
      [
        """
        CREATE TRIGGER protect_buckets_delete BEFORE DELETE ON storage.buckets FOR EACH STATEMENT EXECUTE FUNCTION storage.protect_delete();
        CREATE TRIGGER objects_delete_delete_prefix AFTER DELETE ON storage.objects FOR EACH ROW EXECUTE FUNCTION storage.delete_prefix_hierarchy_trigger();
        CREATE TRIGGER prefixes_create_hierarchy BEFORE INSERT ON storage.prefixes FOR EACH ROW WHEN ((pg_trigger_depth() < 1)) EXECUTE FUNCTION storage.prefixes_insert_trigger();
        create trigger "update_objects_updated_at" before update on "storage"."objects" for each row execute function "storage"."update_updated_at_column"();
        drop trigger if exists "objects_delete_delete_prefix" on "storage"."objects";
        drop trigger if exists "prefixes_create_hierarchy" on "storage"."prefixes";
        drop trigger if exists "protect_buckets_delete" on "storage"."buckets";
        revoke delete on table "storage"."prefixes" from "anon";
        GRANT ALL ON storage.prefixes TO anon, service_role WITH GRANT OPTION;
        grant delete on table "storage"."s3_multipart_uploads" to "postgres";
        revoke select on table "auth"."schema_migrations" from "postgres";
        create function public.noted() returns trigger language plpgsql as $$ begin return new; end $$;
        create trigger on_upload after insert on storage.objects for each row execute function public.noted();
        create trigger on_signup after insert on auth.users for each row execute procedure public.noted();
        create table public.touched (id int, updated_at timestamptz);
        create trigger touch before update on public.touched for each row execute function storage.update_updated_at_column();
        do $$ begin
          if (select count(*) from pg_trigger where tgname in ('on_upload', 'on_signup', 'touch')) <> 3
          then raise 'not made'; end if;
        end $$;
        """
      ]),
    PlatformShape(
      "the beginning of a pulled file, whose local stack had other extensions and roles",
      [
        """
        -- Migration unit 1: schema_changes
        SET check_function_bodies = false;
        DROP EXTENSION pg_net;
        DROP EXTENSION "pg_graphql";
        DROP EXTENSION pgjwt, pgsodium CASCADE;
        CREATE ROLE supabase_privileged_role;
        GRANT supabase_privileged_role TO postgres;
        ALTER DEFAULT PRIVILEGES FOR ROLE postgres IN SCHEMA public GRANT ALL ON ROUTINES TO anon;
        CREATE TABLE public.pulled (id bigint GENERATED ALWAYS AS IDENTITY NOT NULL);
        GRANT MAINTAIN, REFERENCES, TRIGGER, TRUNCATE ON public.pulled TO service_role;
        """,
        """
        create extension pg_net with schema extensions;
        drop extension pg_net;
        create extension pg_net with schema extensions;
        """,
      ]),
  ]
}
