-- The ledger, version 7: what a session has set, for another one that goes on with a revision.

alter table :"ledger".progress
  add column session_settings jsonb;

comment on column :"ledger".progress.session_settings is
  'What the session had set behind the segment, by the names of the settings: what is behind it in the revision counts on that. Null once the whole revision is applied.';
