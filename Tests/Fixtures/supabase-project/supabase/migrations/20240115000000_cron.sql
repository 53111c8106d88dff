create extension if not exists pg_cron with schema extensions;
grant usage on schema cron to postgres;
grant all privileges on all tables in schema cron to postgres;
select cron.schedule('clean-notes', '0 3 * * *', $$delete from public.note where state = 'archived'$$);
select cron.schedule('every-ten', '10 seconds', 'select 1');
select cron.unschedule('every-ten');
