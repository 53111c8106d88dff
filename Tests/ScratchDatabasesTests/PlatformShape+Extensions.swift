// What the platform's extensions are asked for.
extension PlatformShape {
  static let extensions: [PlatformShape] = [
    PlatformShape(
      "extensions in public and rights on what is in them",
      [
        """
        create extension if not exists citext with schema public; create extension unaccent schema public;
        GRANT ALL ON FUNCTION "public"."citextin"("cstring") TO "anon"; GRANT ALL ON FUNCTION "public"."unaccent"("text") TO "service_role";
        create extension vector with schema public; GRANT ALL ON FUNCTION "public"."hnswhandler"("internal") TO "postgres";
        create extension http with schema public; GRANT ALL ON FUNCTION "public"."http"("request" "public"."http_request") TO "anon";
        alter extension citext set schema extensions; alter extension vector set schema extensions; comment on extension vector is 'x';
        drop extension if exists "uuid-ossp"; create extension "uuid-ossp" with schema public;
        drop extension if exists pg_net; create extension if not exists wrappers with schema extensions; create extension pgaudit;
        create extension if not exists pg_trgm version '1.5'; create extension pgtap with schema extensions;
        create extension if not exists pg_tle; create extension plpgsql_check; drop extension if exists "supabase-dbdev";
        """
      ]),
    PlatformShape(
      "jobs, requests, secrets",
      [
        """
        create extension if not exists pg_cron; create extension if not exists pg_net;
        grant usage on schema cron to postgres; grant all privileges on all tables in schema cron to postgres;
        select cron.schedule('every', '*/5 * * * *', $$select net.http_post(url := 'https://x.test', headers := jsonb_build_object('Authorization', 'Bearer ' || (select decrypted_secret from vault.decrypted_secrets where name = 'k')), body := '{}'::jsonb) as request_id$$);
        select cron.schedule(job_name := 'named', schedule := '0 0 * * 0', command := 'vacuum');
        select cron.unschedule(jobid) from cron.job where jobname = 'named'; select cron.unschedule('every') where exists (select 1 from cron.job where jobname = 'every');
        do $$ begin perform cron.unschedule('none'); exception when others then null; end $$;
        select cron.alter_job((select cron.schedule('z', '@hourly', 'select 1')), active := false);
        create view public.runs with (security_invoker = true) as select jobid, status, start_time from cron.job_run_details;
        delete from cron.job_run_details where end_time < now() - interval '7 days';
        select vault.create_secret('value', 'k', 'why'); select vault.create_secret(new_secret => 'value', new_name => 'k2');
        do $$ begin if not exists (select from vault.secrets where name = 'k3') then perform vault.create_secret('a', 'k3'); end if; end $$;
        delete from vault.secrets where name = 'k2'; select vault.update_secret(id, 'new', name) from vault.secrets where name = 'k';
        create function public.secret(wanted text) returns text language sql security definer set search_path = '' as $$ select decrypted_secret from vault.decrypted_secrets where name = wanted $$;
        select status_code, content, created from net._http_response order by created desc limit 1;
        create table public.w (id int); create trigger hook after insert or update on public.w for each row execute function supabase_functions.http_request('https://x.test/hook', 'POST', '{"Content-type":"application/json"}', '{}', '5000');
        insert into public.w values (1); select * from supabase_functions.hooks;
        """
      ]),
    PlatformShape(
      "queues, whose objects are the project's own",
      [
        """
        create function public.touched() returns trigger language plpgsql as 'begin return new; end'; create extension if not exists pgmq cascade; select pgmq.create('q'); select from pgmq.create_unlogged('u');
        alter table pgmq.q_q enable row level security; alter table pgmq.a_q enable row level security; alter table pgmq.meta enable row level security;
        create policy "s" on pgmq.q_q for all to service_role using (true); create index q_kind on pgmq.q_q ((message ->> 'kind'));
        grant usage on schema pgmq to service_role; grant select, insert, update, delete on all tables in schema pgmq to service_role;
        grant execute on function pgmq.send(text, jsonb, integer), pgmq.read(text, integer, integer, jsonb), pgmq.archive(text, bigint), pgmq.delete(text, bigint), pgmq.set_vt(text, bigint, integer), pgmq.pop(text) to service_role;
        revoke all on function pgmq.archive(text, bigint[]) from public; alter default privileges in schema pgmq grant select on tables to authenticated;
        create schema if not exists pgmq_public; grant usage on schema pgmq_public to authenticated;
        create or replace function pgmq_public.send(queue_name text, message jsonb, sleep_seconds integer default 0) returns setof bigint
        language plpgsql set search_path = '' as $$ begin return query select * from pgmq.send(queue_name := queue_name, msg := message, delay := sleep_seconds); end $$;
        create or replace function pgmq_public.pop(queue_name text) returns setof pgmq.message_record language plpgsql set search_path = '' as $$ begin return query select * from pgmq.pop(queue_name := queue_name); end $$;
        select pgmq_public.send('q', '{"a": 1}'); select * from pgmq_public.pop('q'); select pgmq.send_batch('q', array['{}', '{}']::jsonb[]);
        select pgmq.read(queue_name => 'q', vt => 1, qty => 5); select pgmq.purge_queue('q'); select pgmq.drop_queue('u');
        create trigger on_message after insert on pgmq.q_q for each row execute function public.touched();
        drop trigger on_message on pgmq.q_q; alter role authenticator set pgrst.db_schemas = 'public, pgmq_public';
        """
      ]),
    PlatformShape(
      "places",
      [
        """
        create extension if not exists postgis with schema extensions;
        create table public.spot (
          id int primary key, lat double precision, lng double precision,
          at extensions.geography(point, 4326) not null, area extensions.geometry(MultiPolygon, 4326), bare extensions.geometry,
          made extensions.geography(Point, 4326) generated always as (extensions.st_setsrid(extensions.st_makepoint(lng, lat), 4326)::extensions.geography) stored,
          check (extensions.st_isvalid(area)));
        create index on public.spot using gist (at); create index spot_area on public.spot using gist (area); create index on public.spot using spgist (bare);
        """,
        """
        set search_path = public, extensions;
        create function near(lat float, lng float, radius float) returns table (id int, far float) language sql stable as $$
          select s.id, st_distance(s.at, st_setsrid(st_makepoint(near.lng, near.lat), 4326)::geography) from spot s
          where st_dwithin(s.at, st_point(near.lng, near.lat)::geography, radius) order by s.at <-> st_point(near.lng, near.lat)::geography $$;
        create function shape(who int) returns jsonb language plpgsql stable as $$
        declare v geography(Point, 4326);
        begin
          return (select st_asgeojson(st_simplify(st_buffer(st_union(area), 0.1), 1))::jsonb from spot where st_intersects(area, st_makeenvelope(0, 0, 1, 1, 4326)));
        end $$;
        insert into spot (id, lat, lng, at, area, bare)
        select i, i % 90, i % 180, st_point(i % 180, i % 90), st_geomfromgeojson('{"type":"MultiPolygon","coordinates":[[[[0,0],[0,1],[1,1],[0,0]]]]}'),
          format('SRID=4326;POINT(%s 1)', i) from generate_series(1, 50) i;
        insert into spot (id, at) values (0, '0101000020E610000000000000000024C00000000000004540'), (-1, 'SRID=4326;POINT(1 2)');
        select * from near(2, 1, 1000); update spot set at = st_setsrid(st_makepoint(lng, lat), 4326)::geography where lat is not null;
        select st_x(bare), st_y(at::geometry), st_astext(at), st_contains(area, bare), st_extent(bare) over (), area && bare from spot where id < 9;
        alter table spot alter column bare type geometry(Point, 4326) using st_transform(bare, 4326), add column g geometry;
        alter table spot add column line geometry(LineStringZ, 25832); create table b as select at from spot; create materialized view c as select st_collect(bare) as all_ from spot;
        select postgis_version(), * from geometry_columns;
        GRANT ALL ON FUNCTION "extensions"."st_asmvtgeom"("geom" "extensions"."geometry", "bounds" "extensions"."box2d", "extent" integer, "buffer" integer, "clip_geom" boolean) TO "anon";
        GRANT ALL ON FUNCTION "extensions"."geometry_gist_compress_2d"("internal") TO "postgres"; grant all on table extensions.spatial_ref_sys to anon;
        """,
      ]),
    PlatformShape(
      "foreign data",
      [
        """
        create extension if not exists wrappers with schema extensions;
        create foreign data wrapper stripe_wrapper handler extensions.stripe_fdw_handler validator extensions.stripe_fdw_validator;
        create server stripe_server foreign data wrapper stripe_wrapper options (api_key_id 'x', api_url 'https://x.test');
        create schema stripe; create foreign table stripe.customers (id text, email text, attrs jsonb) server stripe_server options (object 'customers', rowid_column 'id');
        create view public.customers as select * from stripe.customers;
        create foreign data wrapper wasm_wrapper handler wasm_fdw_handler validator wasm_fdw_validator;
        """
      ]),
    PlatformShape(
      "tokens, hashes, texts",
      [
        """
        create extension if not exists pgjwt with schema extensions; create extension if not exists pgsodium; create extension if not exists pg_jsonschema with schema extensions;
        select extensions.sign(payload := '{"sub": "x"}'::json, secret := 'k', algorithm := 'HS256'); select * from extensions.verify(extensions.sign('{}', 'k'), 'k');
        select encode(extensions.digest('x', 'sha256'), 'hex'), extensions.gen_random_uuid(), extensions.pgp_sym_decrypt(extensions.pgp_sym_encrypt('x', 'k'), 'k'), encode(extensions.gen_random_bytes(8), 'base64');
        select id from pgsodium.create_key(name := 'mine'); select pgsodium.crypto_aead_det_encrypt('a'::bytea, ''::bytea, (select id from pgsodium.valid_key limit 1));
        SELECT pg_catalog.setval('"pgsodium"."key_key_id_seq"', 1, false); create extension if not exists fuzzystrmatch; select levenshtein('a', 'b');
        """
      ]),
    PlatformShape(
      "the installer of database.dev and what it installs",
      [
        """
        create extension if not exists http with schema extensions; create extension if not exists pg_tle; create extension if not exists pgtap;
        select pgtle.uninstall_extension_if_exists('supabase-dbdev'); drop extension if exists "supabase-dbdev" cascade; select http_set_curlopt('CURLOPT_TIMEOUT', '30');
        select pgtle.install_extension('supabase-dbdev', answer.contents ->> 'version', 'PostgreSQL package manager', answer.contents ->> 'sql')
        from http(('GET', 'https://api.database.dev/rest/v1/' || 'package_versions?select=sql,version' || '&package_name=eq.supabase-dbdev' || '&order=version.desc' || '&limit=1',
          array[('apiKey', 'x')::http_header], null, null)) r, lateral (select ((row_to_json(r) -> 'content') #>> '{}')::json -> 0) answer(contents);
        create extension "supabase-dbdev"; select dbdev.install('supabase-dbdev'); drop extension if exists "supabase-dbdev"; create extension "supabase-dbdev";
        select dbdev.install('basejump-supabase_test_helpers'); create extension if not exists "basejump-supabase_test_helpers" version '0.0.6';
        select tests.create_supabase_user('somebody'), tests.get_supabase_uid('somebody');
        """
      ]),
    PlatformShape(
      "texts searched with PGroonga",
      [
        """
        create extension if not exists pgroonga with schema extensions;
        create table public.memos (id int, title varchar(20), content text, tags text[], data jsonb);
        create index memos_content on public.memos using pgroonga (content) with (tokenizer = 'TokenBigram', normalizers = 'NormalizerNFKC150("unify_kana", true)');
        create index memos_both on public.memos using pgroonga (title, content pgroonga_text_full_text_search_ops_v2);
        create index memos_list on public.memos using pgroonga ((array[title::text, content])); create index on public.memos using pgroonga (tags);
        insert into public.memos values (1, 'One', 'PostgreSQL has many extensions', '{a}', '{"a": "Groonga"}'), (2, 'Two', 'nothing', '{b}', '{}');
        create function public.search(words text) returns setof public.memos language sql stable as $$
          select * from public.memos where content &@~ words or tags &@ words order by pgroonga_score(tableoid, ctid) desc $$;
        do $$ begin
          if (select array_agg(id) from public.search('postgresql extension OR groonga')) <> '{1}' then raise 'not found'; end if;
          if (select count(*) from public.memos where data &@ 'groonga' and title &^ 'on') <> 1 then raise 'not found in documents'; end if;
        end $$;
        drop index public.memos_content;
        """
      ]),
    PlatformShape(
      "foreign data of other systems",
      [
        """
        create extension if not exists wrappers with schema extensions;
        create foreign data wrapper own_mysql handler extensions.mysql_fdw_handler validator extensions.mysql_fdw_validator;
        create foreign data wrapper own_duckdb handler duckdb_fdw_handler validator duckdb_fdw_validator;
        """
      ]),
  ]
}
