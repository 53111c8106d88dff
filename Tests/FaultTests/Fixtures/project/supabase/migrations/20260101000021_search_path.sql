set search_path = app, public;
create table found_by_path (id int);
create index concurrently found_by_path_id on found_by_path (id);
create table also_found (id int);
reset search_path;
