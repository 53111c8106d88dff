create extension if not exists pgmq;
select pgmq.create('jobs');
select pgmq.send('jobs', '{"kind": "mail"}'::jsonb);
select * from pgmq.read('jobs', 30, 1);
select pgmq.archive('jobs', 1);
alter table pgmq.q_jobs enable row level security;
