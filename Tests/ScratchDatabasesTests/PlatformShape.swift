import Testing

/// Statements of one kind that the folders of real projects have, in the order they run.
struct PlatformShape: Sendable, CustomTestStringConvertible {
  let testDescription: String
  let statements: [String]

  init(_ name: String, _ statements: [String]) {
    testDescription = name
    self.statements = statements
  }

  /// Whether it names what the server's distribution has in a package of its own.
  var needsContrib: Bool {
    statements.contains { text in
      ["uuid-ossp", "crypt(", "citext", "moddatetime", "pg_trgm", "pgjwt"].contains {
        text.contains($0)
      }
    }
  }

  static let all = services + blocks + extensions

  /// What touches the services' schemas, roles and settings.
  private static let services: [PlatformShape] = [
    PlatformShape(
      "the beginning of a dump of release 17",
      [
        """
        SET statement_timeout = 0; SET lock_timeout = 0; SET idle_in_transaction_session_timeout = 0;
        SET transaction_timeout = 0; SET client_encoding = 'UTF8'; SET standard_conforming_strings = on;
        SELECT pg_catalog.set_config('search_path', '', false);
        SET check_function_bodies = false; SET xmloption = content; SET client_min_messages = warning;
        SET row_security = off;
        CREATE EXTENSION IF NOT EXISTS "pg_cron" WITH SCHEMA "pg_catalog";
        CREATE EXTENSION IF NOT EXISTS "pg_net" WITH SCHEMA "public";
        COMMENT ON SCHEMA "public" IS 'standard public schema';
        CREATE EXTENSION IF NOT EXISTS "pg_graphql" WITH SCHEMA "graphql";
        CREATE EXTENSION IF NOT EXISTS "hypopg" WITH SCHEMA "extensions";
        CREATE EXTENSION IF NOT EXISTS "supabase_vault" WITH SCHEMA "vault";
        CREATE EXTENSION IF NOT EXISTS "uuid-ossp" WITH SCHEMA "extensions";
        CREATE SCHEMA IF NOT EXISTS "own"; ALTER SCHEMA "own" OWNER TO "postgres";
        SET default_tablespace = ''; SET default_table_access_method = "heap";
        CREATE TABLE IF NOT EXISTS "public"."thing" ("id" "uuid" DEFAULT "extensions"."uuid_generate_v4"() NOT NULL, "owner" "uuid");
        ALTER TABLE "public"."thing" OWNER TO "postgres";
        ALTER TABLE ONLY "public"."thing" ADD CONSTRAINT "thing_owner" FOREIGN KEY ("owner") REFERENCES "auth"."users"("id") ON DELETE CASCADE;
        CREATE OR REPLACE FUNCTION "public"."on_user"() RETURNS "trigger" LANGUAGE "plpgsql" SECURITY DEFINER AS $$ begin return new; end $$;
        ALTER FUNCTION "public"."on_user"() OWNER TO "postgres";
        """,
        """
        CREATE OR REPLACE TRIGGER "after_user" AFTER INSERT ON "auth"."users" FOR EACH ROW EXECUTE FUNCTION "public"."on_user"();
        ALTER TABLE "public"."thing" ENABLE ROW LEVEL SECURITY;
        CREATE POLICY "own" ON "public"."thing" USING ((( SELECT "auth"."uid"() AS "uid") = "owner"));
        ALTER PUBLICATION "supabase_realtime" OWNER TO "postgres";
        ALTER PUBLICATION "supabase_realtime" ADD TABLE ONLY "public"."thing";
        """,
      ]),
    PlatformShape(
      "rights, as dumps of release 17 and differences list them",
      [
        "create table public.thing (id int, kind text); create view public.seen as select id from public.thing",
        """
        GRANT SELECT,REFERENCES,TRIGGER,TRUNCATE,MAINTAIN ON TABLE "public"."thing" TO "anon";
        GRANT MAINTAIN ON TABLE "public"."seen" TO "authenticated";
        GRANT MAINTAIN, SELECT ON public.thing, public.seen TO service_role;
        REVOKE MAINTAIN,TRIGGER ON TABLE public.thing FROM anon;
        ALTER DEFAULT PRIVILEGES FOR ROLE "postgres" IN SCHEMA "public" REVOKE TRUNCATE, MAINTAIN ON TABLES FROM "anon";
        GRANT INSERT("kind"), UPDATE("kind") ON TABLE public.thing TO authenticated;
        """,
        """
        grant select on table "auth"."users" to "authenticated"; grant select on auth.users to supabase_auth_admin;
        GRANT ALL ON TABLE "storage"."s3_multipart_uploads" TO "postgres"; grant all on table "storage"."objects" to "anon";
        revoke select on table storage.buckets from anon; grant usage on schema storage, realtime, auth to authenticated;
        grant usage on schema vault to service_role; grant all on all tables in schema public to anon, authenticated, service_role;
        GRANT ALL ON FUNCTION graphql_public.graphql(text, text, jsonb, jsonb) TO anon;
        alter default privileges for role postgres in schema public grant all on functions to postgres, anon;
        grant all on all routines in schema public to service_role; revoke all on schema public from public;
        """,
      ]),
    PlatformShape(
      "an event trigger in a block, and its owner",
      [
        """
        create function public.rls_auto_enable() returns event_trigger language plpgsql security definer set search_path = pg_catalog as $$
        declare made record;
        begin
          for made in select * from pg_event_trigger_ddl_commands() where object_type in ('table', 'partitioned table') and schema_name = 'public' loop
            execute format('alter table if exists %s enable row level security', made.object_identity);
          end loop;
        end $$;
        """,
        """
        do $block$ begin
          if not exists (select from pg_event_trigger where evtname = 'ensure_rls') then
            execute $ddl$create event trigger ensure_rls on ddl_command_end when tag in ('CREATE TABLE', 'CREATE TABLE AS', 'SELECT INTO') execute function public.rls_auto_enable()$ddl$;
          end if;
        end $block$;
        """,
        """
        alter event trigger ensure_rls owner to postgres; alter event trigger ensure_rls disable; alter event trigger ensure_rls enable;
        create table public.guarded (id int);
        do $$ begin
          if not (select relrowsecurity from pg_class where oid = 'public.guarded'::regclass) then raise 'not guarded'; end if;
          if (select rolsuper from pg_roles where rolname = 'postgres') then raise 'still lent'; end if;
        end $$;
        drop event trigger if exists ensure_rls;
        """,
      ]),
    PlatformShape(
      "people, as migrations make them",
      [
        """
        create function public.make_user(address text) returns uuid language plpgsql security definer set search_path = '' as $$
        declare made uuid := gen_random_uuid();
        begin
          insert into auth.users (instance_id, id, aud, role, email, encrypted_password, email_confirmed_at, raw_app_meta_data,
            raw_user_meta_data, is_super_admin, created_at, updated_at, confirmation_token, recovery_token,
            email_change_token_new, email_change, email_change_token_current, phone_change, phone_change_token, reauthentication_token, is_sso_user, is_anonymous)
          values ('00000000-0000-0000-0000-000000000000', made, 'authenticated', 'authenticated', address,
            extensions.crypt('x', extensions.gen_salt('bf')), now(), '{"provider":"email","providers":["email"]}', '{}', false, now(), now(),
            '', '', '', '', '', '', '', '', false, false);
          insert into auth.identities (id, user_id, provider_id, identity_data, provider, last_sign_in_at, created_at, updated_at)
          values (gen_random_uuid(), made, made::text, jsonb_build_object('sub', made, 'email', address), 'email', now(), now(), now());
          return made;
        end $$;
        select public.make_user('a@example.com');
        update auth.users set raw_app_meta_data = raw_app_meta_data || '{"role": "admin"}' where email = 'a@example.com';
        insert into auth.sessions (id, user_id, aal) select gen_random_uuid(), id, 'aal2' from auth.users;
        SELECT pg_catalog.setval('"auth"."refresh_tokens_id_seq"', 9, true);
        """
      ]),
    PlatformShape(
      "buckets, objects and their policies",
      [
        """
        insert into storage.buckets (id, name, public) values ('a', 'a', true), ('b', 'b', false) on conflict (id) do nothing;
        insert into "storage"."buckets" ("id", "name", "owner", "created_at", "updated_at", "public", "avif_autodetection", "file_size_limit", "allowed_mime_types", "owner_id", "type")
        values ('c', 'c', null, now(), now(), true, false, null, '{image/png}', null, 'STANDARD');
        update storage.buckets set public = false, file_size_limit = 10 where id = 'a';
        create policy "x" on storage.objects for select to public using (bucket_id = 'a' and auth.uid()::text = (storage.foldername(name))[1] and owner = auth.uid() and path_tokens[1] = 'x' and storage.extension(name) = 'jpg');
        create policy y on storage.buckets as permissive for all to service_role using (true) with check (true);
        drop policy if exists "none" on storage.objects;
        insert into storage.objects (bucket_id, name, owner_id, metadata) values ('a', 'x/y.png', '1', '{"size": 3}');
        drop trigger if exists objects_delete_delete_prefix on storage.objects; drop trigger if exists p on "storage"."prefixes";
        create function public.after_object() returns trigger language plpgsql as 'begin return new; end';
        create trigger after_object after insert on storage.objects for each row execute function public.after_object();
        CREATE OR REPLACE TRIGGER "update_objects_updated_at" BEFORE UPDATE ON "storage"."objects" FOR EACH ROW EXECUTE FUNCTION "storage"."update_updated_at_column"();
        do $$ begin perform set_config('storage.allow_delete_query', 'true', true); delete from storage.objects where bucket_id = 'a'; delete from storage.buckets where id = 'c'; end $$;
        do $$ declare p record; begin
          for p in select policyname from pg_policies where schemaname = 'storage' and tablename = 'objects' loop
            execute format('drop policy if exists %I on storage.objects', p.policyname);
          end loop;
        end $$;
        """
      ]),
    PlatformShape(
      "realtime",
      [
        """
        do $$ begin
          if not exists (select 1 from pg_publication_tables where pubname = 'supabase_realtime' and tablename = 'm') then
            create table public.m (id int primary key, room text); alter publication supabase_realtime add table public.m;
          end if;
        end $$;
        begin; drop publication if exists supabase_realtime; create publication supabase_realtime; commit;
        alter publication supabase_realtime add table public.m; alter publication supabase_realtime drop table public.m;
        alter publication supabase_realtime set table public.m; alter table public.m replica identity full;
        create policy "hear" on realtime.messages for select to authenticated using (realtime.messages.extension in ('broadcast', 'presence') and (select realtime.topic()) like 'room:%');
        create policy "say" on "realtime"."messages" as permissive for insert to authenticated with check (true);
        select realtime.send('{"a": 1}'::jsonb, 'event', 'topic', false), realtime.send(jsonb_build_object('a', 1), 'event', 'topic');
        create function public.tell() returns trigger security definer language plpgsql as $$
        begin
          perform realtime.broadcast_changes('room:' || new.room, tg_op, tg_op, tg_table_name, tg_table_schema, new, old);
          return null;
        end $$;
        create trigger tell after insert or update or delete on public.m for each row execute function public.tell();
        insert into public.m values (1, 'a'); drop policy if exists "say" on realtime.messages;
        create policy "listen" on realtime.subscription for select using (true);
        CREATE PUBLICATION "supabase_realtime_messages_publication" WITH (publish = 'insert, update, delete, truncate');
        ALTER PUBLICATION "supabase_realtime_messages_publication" OWNER TO "supabase_admin";
        """
      ]),
    PlatformShape(
      "roles and settings",
      [
        """
        alter role authenticator set pgrst.db_schemas = 'public, api'; alter role authenticator set pgrst.db_pre_request = 'public.check_request';
        alter role authenticated set statement_timeout = '15s'; alter role service_role set statement_timeout = '0'; alter role anon reset statement_timeout;
        alter role postgres set search_path = public, extensions; alter role authenticator set pgrst.db_aggregates_enabled = 'true';
        alter role postgres set statement_timeout = '10min'; alter role authenticator set statement_timeout to '20s'; notify pgrst; notify pgrst, 'reload schema';
        create role tenant nologin noinherit; grant tenant to authenticator; grant authenticated to tenant; grant usage on schema public to tenant;
        create role reader with login password 'x'; alter role reader with password 'y'; alter user reader set search_path to public;
        grant reader to postgres; set local role tenant; reset role; set role authenticated; reset role;
        do $$ begin create role tenant; exception when duplicate_object then null; end $$; reassign owned by reader to postgres; drop owned by reader; drop role reader;
        alter database postgres set timezone to 'utc'; alter database "postgres" set statement_timeout to '60s'; comment on database postgres is 'mine'; set session_replication_role = 'replica'; set session_replication_role = 'origin';
        grant anon, authenticated, service_role to postgres; revoke all on database postgres from tenant;
        """
      ]),
    PlatformShape(
      "hooks of the sign-in service",
      [
        """
        create extension moddatetime schema extensions; create table public.user_roles (user_id uuid references auth.users on delete cascade, role text);
        create function public.custom_access_token_hook(event jsonb) returns jsonb language plpgsql stable as $$
        begin return jsonb_set(event, '{claims,user_role}', to_jsonb(coalesce((select role from public.user_roles where user_id = (event ->> 'user_id')::uuid), 'none'))); end $$;
        grant usage on schema public to supabase_auth_admin; grant execute on function public.custom_access_token_hook to supabase_auth_admin;
        revoke execute on function public.custom_access_token_hook from authenticated, anon, public; grant all on table public.user_roles to supabase_auth_admin;
        revoke all on table public.user_roles from authenticated, anon, public;
        create policy "reads" on public.user_roles as permissive for select to supabase_auth_admin using (true); grant select on table auth.mfa_factors to supabase_auth_admin;
        create policy "own" on auth.users for select to authenticated using ((select auth.uid()) = id);
        create policy "aal" on public.user_roles as restrictive to authenticated using (array[(select auth.jwt() ->> 'aal')] <@ (select case when count(id) > 0 then array['aal2'] else array['aal1', 'aal2'] end from auth.mfa_factors where (select auth.uid()) = user_id and status = 'verified'));
        create trigger changed after update of email, raw_user_meta_data on auth.users for each row when (old.email is distinct from new.email) execute function extensions.moddatetime(updated_at);
        drop trigger changed on auth.users; create function public.who() returns uuid language sql stable as 'select auth.uid()'; select auth.role(), auth.email(), public.who();
        """
      ]),
  ]
}
