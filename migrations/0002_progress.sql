-- The ledger, version 2: the journal of revisions that cannot be one transaction.

create table :"ledger".progress (
  track text not null check (track in ('alembic', 'supabase')),
  revision text not null,
  checksum text not null,
  segment integer not null check (segment >= 0),
  run bigint not null references :"ledger".run (id),
  started_at timestamptz not null default clock_timestamp(),
  finished_at timestamptz,
  primary key (track, revision, segment)
);

comment on table :"ledger".progress is
  'How far a revision has come that cannot be one transaction: one row a segment, written before and after it.';
comment on column :"ledger".progress.track is 'alembic or supabase.';
comment on column :"ledger".progress.revision is 'Identifier of the revision in its track.';
comment on column :"ledger".progress.checksum is
  'SHA-256 of the segment''s statements without comments and white space.';
comment on column :"ledger".progress.segment is 'Number of the segment in the revision, from 0.';
comment on column :"ledger".progress.run is 'The run that began the segment.';
comment on column :"ledger".progress.started_at is 'When the segment was begun.';
comment on column :"ledger".progress.finished_at is
  'When the segment was known to have taken effect; null while it runs, or when its end was not seen.';
