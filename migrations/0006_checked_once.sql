-- The ledger, version 6: what the chain proves is not checked with each entry.
--
-- Every revision pays for these constraints, and they add nothing: whoever reads the entries works out
-- their chain anew, so that an entry which says something else than migrate has added does not fit; and
-- no two entries have the same chain, since no two have the same one before them.

alter table :"ledger".entry
  drop constraint entry_run_fkey,
  drop constraint entry_chain_key,
  drop constraint entry_position_check,
  drop constraint entry_track_check,
  drop constraint entry_statement_count_check,
  drop constraint entry_origin_check,
  drop constraint entry_kind_check;

-- In place of the foreign key: a run is recorded before its entries, and stays.
create or replace function :"ledger".refuse_change() returns trigger
  language plpgsql
  set search_path = ''
as $$
begin
  if tg_table_name = 'run' then
    raise exception 'records of runs are never taken away'
      using errcode = 'object_not_in_prerequisite_state',
            hint = 'entries name the run that added them';
  end if;
  raise exception 'ledger entries are never changed or taken away'
    using errcode = 'object_not_in_prerequisite_state',
          hint = 'an acknowledged edit is a further entry';
end
$$;

comment on function :"ledger".refuse_change() is
  'Keeps the entries append-only, and the records of runs.';

create trigger run_is_kept
  before delete or truncate on :"ledger".run
  for each statement execute function :"ledger".refuse_change();

comment on trigger run_is_kept on :"ledger".run is 'Records of runs are never taken away.';
