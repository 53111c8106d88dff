create or replace function public.match_notes(query extensions.vector(3), threshold float, how_many int)
returns table (note_id bigint, similarity float) language sql stable as $$
  select e.note_id, 1 - (e.content operator(extensions.<=>) query) as similarity
  from public.embedding e
  where 1 - (e.content operator(extensions.<=>) query) > threshold
  order by e.content operator(extensions.<=>) query limit how_many;
$$;
