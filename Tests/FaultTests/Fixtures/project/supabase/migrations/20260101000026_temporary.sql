create temp table passing as select id from app.account where id < 5;
insert into app.note select 3000 + id, id, 'from a temporary table', 3 from passing;
