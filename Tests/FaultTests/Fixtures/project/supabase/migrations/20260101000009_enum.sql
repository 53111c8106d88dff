create type app.mood as enum ('sad', 'fine');
alter table app.account add column mood app.mood default 'fine';
