set session_replication_role = replica;
insert into public.team (name) values ('first');
set session_replication_role = default;
