-- The ledger, version 5: what the next run needs to know of one that ended without a word.

alter table :"ledger".run
  add column backend_pid integer,
  add column backend_start timestamptz,
  add column is_locked boolean not null default true;

create index run_open_key on :"ledger".run (id) where outcome is null;

comment on column :"ledger".run.backend_pid is
  'Process of the server that the run works through, as in pg_stat_activity.';
comment on column :"ledger".run.backend_start is
  'When that process was started; together they tell whether the run can still be under way.';
comment on column :"ledger".run.is_locked is
  'Whether the run holds the migration lock; not through a pooler that divides sessions.';
comment on index :"ledger".run_open_key is 'Runs that are under way, or ended without a word.';

alter table :"ledger".progress
  add column backend_pid integer,
  add column backend_start timestamptz,
  add column stood_before text[],
  add column verdict text check (verdict in ('done', 'repeat')),
  add column verdict_run bigint references :"ledger".run (id);

comment on column :"ledger".progress.backend_pid is
  'Process of the server that runs the segment; it may go on when the run is gone.';
comment on column :"ledger".progress.backend_start is 'When that process was started.';
comment on column :"ledger".progress.stood_before is
  'Identities of what a statement outside any transaction found of its kind, so that it is told from what it made; null inside transactions.';
comment on column :"ledger".progress.verdict is
  'What somebody found out about a statement whose end was not seen: done, or to be repeated. Written by migrate adopt --statement.';
comment on column :"ledger".progress.verdict_run is 'The run that wrote the verdict.';
