-- version 2.7
-- relocatable
-- stands in for: the signatures of its functions, which find nothing

create function plpgsql_check_function(
  funcoid regprocedure, relid regclass default 0, format text default 'text',
  fatal_errors boolean default true, other_warnings boolean default true
) returns setof text language sql as $$ select null::text where false $$;
