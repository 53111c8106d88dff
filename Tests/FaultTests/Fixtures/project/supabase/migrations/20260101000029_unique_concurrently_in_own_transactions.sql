begin;
create table app.tag (id int, word text);
insert into app.tag select i, 'tag ' || i from generate_series(1, 40) i;
commit;
create unique index concurrently tag_id on app.tag (id);
begin;
insert into app.tag values (41, 'the last');
commit;
