insert into app.tag values (42, 'before');
reindex index concurrently app.tag_id;
drop index concurrently if exists app.country_name;
insert into app.tag values (43, 'behind');
