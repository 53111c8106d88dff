-- Built without blocking writes, so it cannot share a transaction and has a revision of its own.
create index concurrently if not exists entities_owner_id_lower_name_idx
  on public.entities (owner_id, lower(name));
