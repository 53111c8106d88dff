-- migrate: after alembic:41c0d8f7e6a9
--
-- The body of a function is a string, so nobody can see that it needs items.archived_at, a column
-- that the revision named above adds three days after the date of this file.
create function public.item_catalogue(entity uuid)
returns table (title text, price numeric)
language sql
stable
security definer
set search_path = ''
as $$
  select i.title::text, i.price
  from public.items i
  where i.status = 'published'
    and i.archived_at is null
    and exists (
      select from public.entities e
      where e.id = entity and e.owner_id = (select auth.uid())
    )
  order by i.title;
$$;

comment on function public.item_catalogue(uuid) is
  'What is on offer, for the owner of an entity; to anyone else nothing.';

revoke all on function public.item_catalogue(uuid) from public, anon;
grant execute on function public.item_catalogue(uuid) to authenticated, service_role;
