-- version 1.6.4
-- stands in for: jobs and their functions; nothing is ever run

create schema if not exists cron;
create sequence cron.jobid_seq;
create table cron.job (
  jobid bigint not null default nextval('cron.jobid_seq') primary key,
  schedule text not null,
  command text not null,
  nodename text not null default 'localhost',
  nodeport integer not null default inet_server_port(),
  database text not null default current_database(),
  username text not null default current_user,
  active boolean not null default true,
  jobname text,
  constraint jobname_username_uniq unique (jobname, username)
);
alter table cron.job alter column nodeport set default 5432;
alter table cron.job enable row level security;
create policy cron_job_policy on cron.job using (username = current_user);

create sequence cron.runid_seq;
create table cron.job_run_details (
  jobid bigint,
  runid bigint not null default nextval('cron.runid_seq') primary key,
  job_pid integer,
  database text,
  username text,
  command text,
  status text,
  return_message text,
  start_time timestamptz,
  end_time timestamptz
);
alter table cron.job_run_details enable row level security;
create policy cron_job_run_details_policy on cron.job_run_details using (username = current_user);

create function cron.checked_schedule(schedule text) returns text language plpgsql immutable as $$
begin
  if schedule !~* '^\s*@(yearly|annually|monthly|weekly|daily|midnight|hourly|reboot)\s*$'
    and schedule !~* '^\s*[1-5]?\d\s+seconds?\s*$'
    and schedule !~* '^\s*([0-9*,/a-z$-]+\s+){4}[0-9*,/a-z$-]+\s*$'
  then
    raise exception 'invalid schedule: %', schedule using errcode = '22023';
  end if;
  return schedule;
end
$$;

create function cron.schedule_in_database(
  job_name text, schedule text, command text, database text, username text default null,
  active boolean default true
) returns bigint language plpgsql security definer set search_path = pg_catalog as $$
declare
  result bigint;
begin
  insert into cron.job as j (jobname, schedule, command, database, username, active)
  values (job_name, cron.checked_schedule(schedule), command, database,
    coalesce(username, session_user), active)
  on conflict on constraint jobname_username_uniq do update
    set schedule = excluded.schedule, command = excluded.command,
      database = excluded.database, active = excluded.active
  returning jobid into result;
  return result;
end
$$;

create function cron.schedule(job_name text, schedule text, command text) returns bigint
language sql as $$
  select cron.schedule_in_database(job_name, schedule, command, current_database()::text)
$$;

create function cron.schedule(schedule text, command text) returns bigint language sql as $$
  select cron.schedule_in_database(null, schedule, command, current_database()::text)
$$;

create function cron.unschedule(job_id bigint) returns boolean
language plpgsql security definer set search_path = pg_catalog as $$
begin
  delete from cron.job where jobid = job_id and username = session_user;
  if not found then
    raise exception 'could not find valid entry for job ''%''', job_id;
  end if;
  return true;
end
$$;

create function cron.unschedule(job_name text) returns boolean
language plpgsql security definer set search_path = pg_catalog as $$
begin
  delete from cron.job where jobname = job_name and username = session_user;
  if not found then
    raise exception 'could not find valid entry for job ''%''', job_name;
  end if;
  return true;
end
$$;

create function cron.alter_job(
  job_id bigint, schedule text default null, command text default null,
  database text default null, username text default null, active boolean default null
) returns void language plpgsql security definer set search_path = pg_catalog as $$
begin
  update cron.job as j set
    schedule = coalesce(cron.checked_schedule(alter_job.schedule), j.schedule),
    command = coalesce(alter_job.command, j.command),
    database = coalesce(alter_job.database, j.database),
    username = coalesce(alter_job.username, j.username),
    active = coalesce(alter_job.active, j.active)
  where j.jobid = job_id and j.username = session_user;
  if not found then
    raise exception 'Job % does not exist or you don''t own it', job_id;
  end if;
end
$$;

create function cron.job_cache_invalidate() returns trigger language plpgsql as $$
begin
  return null;
end
$$;

grant usage on schema cron to @extowner@ with grant option;
grant select on cron.job to @extowner@ with grant option;
grant all on cron.job_run_details to @extowner@ with grant option;
grant all on all sequences in schema cron to @extowner@ with grant option;
grant execute on all functions in schema cron to @extowner@ with grant option;
