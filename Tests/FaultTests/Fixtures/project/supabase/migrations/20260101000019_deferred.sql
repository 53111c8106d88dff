create table app.node (
  id int primary key, parent int references app.node deferrable initially deferred
);
insert into app.node values (1, 2), (2, null);
