select pg_catalog.set_config('search_path', '', false);
create function public.touch() returns trigger language plpgsql as $$ begin new.updated_at = pg_catalog.now(); return new; end $$;
set check_function_bodies = off;
create table public.dump_like (id uuid default extensions.gen_random_uuid(), updated_at timestamptz);
