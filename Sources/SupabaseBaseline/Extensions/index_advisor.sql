-- version 0.2.0
-- requires hypopg
-- relocatable
-- stands in for: the signature of its function; nothing is advised

create function index_advisor(query text) returns table (
  startup_cost_before jsonb, startup_cost_after jsonb, total_cost_before jsonb,
  total_cost_after jsonb, index_statements text[], errors text[]
) language sql as $$
  select null::jsonb, null::jsonb, null::jsonb, null::jsonb, '{}'::text[],
    array['the stand-in of the extension "index_advisor" advises nothing']
$$;
