-- The ledger, version 1: which runs there were, and which revision the database has.
--
-- :"ledger" is the ledger's schema, `migrate` unless the settings name another one; psql reads
-- this file as it stands, with -v ledger=migrate.

create schema if not exists :"ledger";

comment on schema :"ledger" is
  'The ledger of migrate: what was applied to this database, by whom and when. Written by migrate alone.';

create table :"ledger".schema_version (
  version integer primary key check (version > 0),
  applied_at timestamptz not null default clock_timestamp()
);

comment on table :"ledger".schema_version is
  'Versions of the ledger''s own schema; one row for each numbered file of migrate''s folder migrations/.';
comment on column :"ledger".schema_version.version is 'The number that the file name begins with.';
comment on column :"ledger".schema_version.applied_at is 'When this version of the ledger was made.';

create table :"ledger".run (
  id bigint generated always as identity primary key,
  kind text not null check (kind in ('up', 'adopt', 'baseline')),
  environment text not null,
  plan_digest text,
  tool_version text not null,
  git_commit text,
  actor text,
  host text,
  database_user text not null default current_user,
  started_at timestamptz not null default clock_timestamp(),
  finished_at timestamptz,
  outcome text check (outcome in ('done', 'failed', 'interrupted')),
  failure text,
  check ((finished_at is null) = (outcome is null))
);

comment on table :"ledger".run is
  'One row a run that had something to do; a row without an outcome is a run under way, or one that was killed.';
comment on column :"ledger".run.id is 'Number of the run.';
comment on column :"ledger".run.kind is 'The command: up, adopt or baseline.';
comment on column :"ledger".run.environment is 'Name of the environment in the settings.';
comment on column :"ledger".run.plan_digest is 'SHA-256 of the plan that the run began with.';
comment on column :"ledger".run.tool_version is 'Version of migrate.';
comment on column :"ledger".run.git_commit is 'Commit that the files came from, where it is known.';
comment on column :"ledger".run.actor is 'Who started the run, as the operating system or the CI names them.';
comment on column :"ledger".run.host is 'Machine that the run was started on.';
comment on column :"ledger".run.database_user is 'Role that the run worked as.';
comment on column :"ledger".run.started_at is 'When the run began to write.';
comment on column :"ledger".run.finished_at is 'When the run ended in good order.';
comment on column :"ledger".run.outcome is 'How the run ended: done, failed or interrupted.';
comment on column :"ledger".run.failure is 'What the server or the system said, without values.';

create table :"ledger".entry (
  position bigint primary key check (position > 0),
  track text not null check (track in ('alembic', 'supabase')),
  revision text not null,
  name text not null,
  checksum text not null,
  fingerprint text not null,
  statement_count integer not null check (statement_count >= 0),
  elapsed interval,
  run bigint not null references :"ledger".run (id),
  origin text not null check (origin in ('applied', 'adopted', 'baseline', 'corrected')),
  recorded_at timestamptz not null default clock_timestamp(),
  previous text not null constraint entry_previous_key unique,
  chain text not null constraint entry_chain_key unique
);

-- Each revision once; an acknowledged edit is a further entry.
create unique index entry_revision_key on :"ledger".entry (track, revision)
  where origin <> 'corrected';

comment on table :"ledger".entry is
  'One row a revision that the database has. Rows are added, never changed; each names the one before it, so two runs cannot both add the next.';
comment on column :"ledger".entry.position is 'Counts the entries from 1, without a gap.';
comment on column :"ledger".entry.track is 'alembic or supabase.';
comment on column :"ledger".entry.revision is 'Identifier of the revision in its track.';
comment on column :"ledger".entry.name is 'Name of the revision when it was applied.';
comment on column :"ledger".entry.checksum is 'SHA-256 of the file''s bytes.';
comment on column :"ledger".entry.fingerprint is
  'SHA-256 of the statements without comments and white space; empty where they were not known.';
comment on column :"ledger".entry.statement_count is 'How many statements the revision had.';
comment on column :"ledger".entry.elapsed is 'Time from the begin of the revision''s last transaction to this row; null where it was not run.';
comment on column :"ledger".entry.run is 'The run that added the row.';
comment on column :"ledger".entry.origin is
  'applied: run by migrate; adopted: taken over from a native ledger; baseline: recorded without running; corrected: an acknowledged edit.';
comment on column :"ledger".entry.recorded_at is 'When the row was added.';
comment on column :"ledger".entry.previous is 'chain of the row before; of the first row, the SHA-256 of nothing.';
comment on column :"ledger".entry.chain is
  'SHA-256 over previous, position, track, revision, name, checksum, fingerprint, statement_count and origin.';

create function :"ledger".refuse_change() returns trigger
  language plpgsql
  set search_path = ''
as $$
begin
  raise exception 'ledger entries are never changed or taken away'
    using errcode = 'object_not_in_prerequisite_state',
          hint = 'an acknowledged edit is a further entry';
end
$$;

comment on function :"ledger".refuse_change() is 'Keeps the entries append-only.';

create trigger entry_is_append_only
  before update or delete or truncate on :"ledger".entry
  for each statement execute function :"ledger".refuse_change();

comment on trigger entry_is_append_only on :"ledger".entry is
  'Entries are added, never changed or taken away.';
