-- Keeps updated_at true, whoever writes the row.
create function public.touch_updated_at() returns trigger
language plpgsql
set search_path = ''
as $$
begin
  new.updated_at := now();
  return new;
end;
$$;

revoke all on function public.touch_updated_at() from public, anon, authenticated;

create trigger touch_updated_at before update on public.entities
  for each row execute function public.touch_updated_at();
create trigger touch_updated_at before update on public.entity_notes
  for each row execute function public.touch_updated_at();
