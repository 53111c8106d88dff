create schema app;
create table app.account (id int primary key, name text not null, plan text);
create table app.note (id int primary key, account_id int not null references app.account, body text);
comment on table app.note is 'What somebody has written.';
insert into app.account select i, 'Account ' || i, 'free' from generate_series(1, 60) i;
insert into app.note select i, 1 + i % 60, 'Note ' || i from generate_series(1, 300) i;
