alter type app.mood add value 'glad';
update app.account set mood = 'glad' where id = 2;
alter type app.mood add value if not exists 'calm' before 'glad';
create table app.feeling (id int primary key, mood app.mood default 'calm');
insert into app.feeling values (1);
