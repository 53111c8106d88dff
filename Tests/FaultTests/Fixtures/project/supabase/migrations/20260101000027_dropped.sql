drop table app.shard_5;
drop function app.count_notes(int);
alter table app.shard_4 rename to shard_last;
