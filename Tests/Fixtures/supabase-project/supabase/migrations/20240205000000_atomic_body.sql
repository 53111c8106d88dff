create function public.note_total() returns bigint language sql stable
begin atomic
  select case when count(*) > 0 then count(*) else 0 end from public.note;
end;
create procedure public.clear_drafts() language plpgsql as $$
begin
  delete from public.note where state = 'draft';
  commit;
end
$$;
