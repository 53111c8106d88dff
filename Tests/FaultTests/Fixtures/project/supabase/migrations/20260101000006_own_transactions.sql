begin;
insert into app.note values (2000, 1, 'first');
commit;
begin;
insert into app.note values (2001, 1, 'second');
update app.account set plan = 'paid' where id = 1;
commit;
