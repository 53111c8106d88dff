create sequence app.number start 100 increment 5;
alter table app.shard_1 add column n int default nextval('app.number');
alter sequence app.number owned by app.shard_1.n;
