create table public.booking (
  id uuid primary key default gen_random_uuid(),
  room int not null,
  during tstzrange not null,
  exclude using gist (room with =, during with &&)
);
alter table public.booking add constraint starts_early check (lower(during) > '2020-01-01') not valid;
alter table public.booking validate constraint starts_early;
create domain public.email as extensions.citext check (value ~ '^[^@]+@[^@]+$');
create type public.address as (street text, city text);
create statistics public.booking_stats (dependencies) on room, id from public.booking;
