-- The ledger, version 4: how the statements of an applied revision came to be known.

alter table :"ledger".entry
  add column kind text check (kind in ('rendered', 'live'));

comment on column :"ledger".entry.kind is
  'rendered: by SQL that the project''s Alembic rendered beforehand; live: by Alembic itself; null: by the statements in its own file, or without running.';
comment on column :"ledger".entry.fingerprint is
  'SHA-256 of the statements without comments and white space; empty where they were not known, as where Alembic ran them.';
comment on column :"ledger".entry.statement_count is
  'How many statements the revision had; 0 where Alembic ran it.';
comment on column :"ledger".entry.chain is
  'SHA-256 over previous, position, track, revision, name, checksum, fingerprint, statement_count, origin and, where there is one, kind.';

alter table :"ledger".progress
  add column is_live boolean not null default false;

comment on column :"ledger".progress.is_live is
  'Whether Alembic runs the revision: then it is one part, and the checksum is that of its file.';
comment on table :"ledger".progress is
  'How far a revision has come that cannot be one transaction, or that Alembic runs: one row a segment, written before and after it.';
