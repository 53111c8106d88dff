create extension if not exists postgis with schema extensions;
create table public.place (
  id bigint generated always as identity primary key,
  name text not null,
  latitude double precision not null,
  longitude double precision not null,
  at extensions.geography(Point, 4326) generated always as (
    extensions.st_setsrid(extensions.st_makepoint(longitude, latitude), 4326)::extensions.geography) stored,
  outline extensions.geometry(MultiPolygon, 4326)
);
create index place_at on public.place using gist (at);
create index place_outline on public.place using gist (outline);
insert into public.place (name, latitude, longitude) values ('Louvre', 48.8606, 2.3376), ('Tower', 51.5081, -0.0759);
create function public.places_near(latitude float, longitude float, metres float) returns setof public.place
language sql stable set search_path = '' as $$
  select p.* from public.place p
  where extensions.st_dwithin(p.at, extensions.st_point($2, $1)::extensions.geography, $3)
  order by p.at operator(extensions.<->) extensions.st_point($2, $1)::extensions.geography
$$;
do $$ begin
  if (select count(*) from public.places_near(48.86, 2.34, 1000)) <> 1 then raise 'not near'; end if;
end $$;
