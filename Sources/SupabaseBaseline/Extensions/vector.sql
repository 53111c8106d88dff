-- version 0.8.0
-- relocatable
-- stands in for: types with their modifier, exact distances; its indexes hold hashes and find no neighbours

do $$
declare
  kind text;
begin
  foreach kind in array array['vector', 'halfvec', 'sparsevec'] loop
    execute format('create type %I', kind);
    execute format('create function %I(cstring, oid, integer) returns %I language internal
      immutable strict parallel safe as ''textin''', kind || '_in', kind);
    execute format('create function %I(%I) returns cstring language internal
      immutable strict parallel safe as ''textout''', kind || '_out', kind);
    execute format('create function %I(internal, oid, integer) returns %I language internal
      immutable strict parallel safe as ''textrecv''', kind || '_recv', kind);
    execute format('create function %I(%I) returns bytea language internal
      immutable strict parallel safe as ''textsend''', kind || '_send', kind);
    execute format('create function %I(cstring[]) returns integer language internal
      immutable strict parallel safe as ''varchartypmodin''', kind || '_typmod_in');
    execute format('create function %I(integer) returns cstring language internal
      immutable strict parallel safe as ''varchartypmodout''', kind || '_typmod_out');
    execute format('create type %I (input = %I, output = %I, receive = %I, send = %I,
      typmod_in = %I, typmod_out = %I, like = pg_catalog.text, storage = external)',
      kind, kind || '_in', kind || '_out', kind || '_recv', kind || '_send',
      kind || '_typmod_in', kind || '_typmod_out');
    execute format('create cast (%I as text) without function as assignment', kind);
    execute format('create cast (text as %I) without function as assignment', kind);
  end loop;
end
$$;

create function vector_to_float4(vector, integer default -1, boolean default false) returns real[]
language sql immutable strict parallel safe as $$
  select pg_catalog.string_to_array(pg_catalog.btrim($1::pg_catalog.text, '[] '), ',')::real[]
$$;
create function array_to_vector(real[], integer default -1, boolean default false) returns vector
language sql immutable strict parallel safe
begin atomic
  select ('[' || pg_catalog.array_to_string($1, ',') || ']')::pg_catalog.text::vector;
end;
create function array_to_vector(integer[], integer default -1, boolean default false)
returns vector language sql immutable strict parallel safe
begin atomic
  select ('[' || pg_catalog.array_to_string($1, ',') || ']')::pg_catalog.text::vector;
end;
create function array_to_vector(double precision[], integer default -1, boolean default false)
returns vector language sql immutable strict parallel safe
begin atomic
  select ('[' || pg_catalog.array_to_string($1, ',') || ']')::pg_catalog.text::vector;
end;
create function array_to_vector(numeric[], integer default -1, boolean default false)
returns vector language sql immutable strict parallel safe
begin atomic
  select ('[' || pg_catalog.array_to_string($1, ',') || ']')::pg_catalog.text::vector;
end;
create cast (vector as real[]) with function vector_to_float4(vector, integer, boolean) as assignment;
create cast (real[] as vector) with function array_to_vector(real[], integer, boolean) as assignment;
create cast (integer[] as vector)
  with function array_to_vector(integer[], integer, boolean) as assignment;
create cast (double precision[] as vector)
  with function array_to_vector(double precision[], integer, boolean) as assignment;
create cast (numeric[] as vector)
  with function array_to_vector(numeric[], integer, boolean) as assignment;

-- The modifier counts from four, as that of a text does.
create function vector(vector, integer, boolean) returns vector
language plpgsql immutable strict parallel safe as $$
declare
  dimensions integer := pg_catalog.array_length(
    pg_catalog.string_to_array($1::pg_catalog.text, ','), 1);
begin
  if $2 >= 4 and dimensions <> $2 - 4 then
    raise exception 'expected % dimensions, not %', $2 - 4, dimensions using errcode = '22000';
  end if;
  return $1;
end
$$;
create function halfvec(halfvec, integer, boolean) returns halfvec
language sql immutable strict parallel safe as $$ select $1 $$;
create function sparsevec(sparsevec, integer, boolean) returns sparsevec
language sql immutable strict parallel safe as $$ select $1 $$;
create cast (vector as vector) with function vector(vector, integer, boolean) as implicit;
create cast (halfvec as halfvec) with function halfvec(halfvec, integer, boolean) as implicit;
create cast (sparsevec as sparsevec) with function sparsevec(sparsevec, integer, boolean) as implicit;
create function vector_to_halfvec(vector, integer, boolean) returns halfvec
language sql immutable strict parallel safe
begin atomic
  select $1::pg_catalog.text::halfvec;
end;
create function halfvec_to_vector(halfvec, integer, boolean) returns vector
language sql immutable strict parallel safe
begin atomic
  select $1::pg_catalog.text::vector;
end;
create cast (vector as halfvec) with function vector_to_halfvec(vector, integer, boolean) as assignment;
create cast (halfvec as vector) with function halfvec_to_vector(halfvec, integer, boolean) as assignment;

do $$
declare
  kind text;
  one text := 'pg_catalog.string_to_array(pg_catalog.btrim($1::pg_catalog.text, ''[] ''), '','')::float8[]';
  two text := 'pg_catalog.string_to_array(pg_catalog.btrim($2::pg_catalog.text, ''[] ''), '','')::float8[]';
  sums text[][] := array[
    ['l2_distance', 'pg_catalog.sqrt(pg_catalog.sum((a - b) * (a - b)))'],
    ['inner_product', 'pg_catalog.sum(a * b)'],
    ['negative_inner_product', '- pg_catalog.sum(a * b)'],
    ['cosine_distance', '1 - pg_catalog.sum(a * b)
      / nullif(pg_catalog.sqrt(pg_catalog.sum(a * a)) * pg_catalog.sqrt(pg_catalog.sum(b * b)), 0)'],
    ['l1_distance', 'pg_catalog.sum(pg_catalog.abs(a - b))']];
  item integer;
begin
  foreach kind in array array['vector', 'halfvec', 'sparsevec'] loop
    for item in 1..5 loop
      execute format('create function %I(%I, %I) returns double precision language sql
        immutable strict parallel safe as $body$
          select %s from unnest(%s, %s) as pair (a, b) $body$',
        case when item = 3 then kind || '_negative_inner_product' else sums[item][1] end,
        kind, kind, sums[item][2], one, two);
    end loop;
    execute format('create operator <-> (leftarg = %1$I, rightarg = %1$I,
      function = l2_distance, commutator = ''<->'')', kind);
    execute format('create operator <=> (leftarg = %1$I, rightarg = %1$I,
      function = cosine_distance, commutator = ''<=>'')', kind);
    execute format('create operator <#> (leftarg = %1$I, rightarg = %1$I,
      function = %2$I, commutator = ''<#>'')', kind, kind || '_negative_inner_product');
    execute format('create operator <+> (leftarg = %1$I, rightarg = %1$I,
      function = l1_distance, commutator = ''<+>'')', kind);
    execute format('create function %I(%I, %I) returns integer language sql immutable strict
      parallel safe as $body$ select case when %3$s < %4$s then -1 when %3$s > %4$s then 1 else 0 end $body$',
      kind || '_cmp', kind, kind, one, two);
    execute format('create function %I(%I) returns integer language sql immutable strict
      parallel safe as $body$ select pg_catalog.hashtext($1::pg_catalog.text) $body$',
      kind || '_hash', kind);
  end loop;
end
$$;

do $$
declare
  kind text;
  item text[];
begin
  foreach kind in array array['vector', 'halfvec', 'sparsevec'] loop
    foreach item slice 1 in array array[
      ['lt', '<', '>', '>='], ['le', '<=', '>=', '>'], ['eq', '=', '=', '<>'],
      ['ne', '<>', '<>', '='], ['ge', '>=', '<=', '<'], ['gt', '>', '<', '<=']
    ] loop
      execute format('create function %1$I(%2$I, %2$I) returns boolean language sql immutable
        strict parallel safe return %3$I($1, $2) %4$s 0',
        kind || '_' || item[1], kind, kind || '_cmp', item[2]);
      execute format('create operator %1$s (leftarg = %2$I, rightarg = %2$I, function = %3$I,
        commutator = %4$s, negator = %5$s)',
        item[2], kind, kind || '_' || item[1], item[3], item[4]);
    end loop;
    execute format('create operator class %1$I default for type %2$I using btree as
      operator 1 <, operator 2 <=, operator 3 =, operator 4 >=, operator 5 >,
      function 1 %3$I(%2$I, %2$I)', kind || '_ops', kind, kind || '_cmp');
  end loop;
end
$$;

create function vector_dims(vector) returns integer language sql immutable strict parallel safe as $$
  select pg_catalog.array_length(pg_catalog.string_to_array($1::pg_catalog.text, ','), 1)
$$;
create function vector_dims(halfvec) returns integer language sql immutable strict parallel safe as $$
  select pg_catalog.array_length(pg_catalog.string_to_array($1::pg_catalog.text, ','), 1)
$$;
create function vector_norm(vector) returns double precision
language sql immutable strict parallel safe as $$
  select pg_catalog.sqrt(pg_catalog.sum(a::float8 * a)) from unnest($1::real[]) as a
$$;
create function l2_norm(halfvec) returns double precision
language sql immutable strict parallel safe
begin atomic
  select vector_norm($1::vector);
end;
create function l2_normalize(vector) returns vector language sql immutable strict parallel safe
begin atomic
  select pg_catalog.array_agg((a / nullif(vector_norm($1), 0))::real)::vector
  from unnest($1::real[]) as a;
end;
create function subvector(vector, integer, integer) returns vector
language sql immutable strict parallel safe
begin atomic
  select (($1::real[])[$2 : $2 + $3 - 1])::vector;
end;
create function binary_quantize(vector) returns bit language sql immutable strict parallel safe as $$
  select pg_catalog.string_agg(case when a > 0 then '1' else '0' end, '')::pg_catalog.varbit
  from unnest($1::real[]) as a
$$;
create function vector_add(vector, vector) returns vector
language sql immutable strict parallel safe
begin atomic
  select pg_catalog.array_agg(a + b order by place)::vector
  from unnest($1::real[], $2::real[]) with ordinality as pair (a, b, place);
end;
create function vector_sub(vector, vector) returns vector
language sql immutable strict parallel safe
begin atomic
  select pg_catalog.array_agg(a - b order by place)::vector
  from unnest($1::real[], $2::real[]) with ordinality as pair (a, b, place);
end;
create function vector_mul(vector, vector) returns vector
language sql immutable strict parallel safe
begin atomic
  select pg_catalog.array_agg(a * b order by place)::vector
  from unnest($1::real[], $2::real[]) with ordinality as pair (a, b, place);
end;
create function vector_concat(vector, vector) returns vector
language sql immutable strict parallel safe
begin atomic
  select (($1::real[]) || ($2::real[]))::vector;
end;
create operator + (leftarg = vector, rightarg = vector, function = vector_add, commutator = +);
create operator - (leftarg = vector, rightarg = vector, function = vector_sub);
create operator * (leftarg = vector, rightarg = vector, function = vector_mul, commutator = *);
create operator || (leftarg = vector, rightarg = vector, function = vector_concat);

create function vector_avg_step(real[], vector) returns real[]
language sql immutable parallel safe as $$
  select case when $2 is null then $1 when $1 is null then pg_catalog.array_prepend(1::real, $2::real[])
    else pg_catalog.array_prepend(($1[1] + 1)::real,
      (select pg_catalog.array_agg(a + b order by place)
       from unnest($1[2:], $2::real[]) with ordinality as pair (a, b, place))) end
$$;
create function vector_avg_end(real[]) returns vector language sql immutable parallel safe
begin atomic
  select pg_catalog.array_agg(a / $1[1] order by place)::vector
  from unnest($1[2:]) with ordinality as item (a, place);
end;
create aggregate avg(vector) (sfunc = vector_avg_step, stype = real[], finalfunc = vector_avg_end);
create aggregate sum(vector) (sfunc = vector_add, stype = vector);

create function hamming_distance(bit, bit) returns double precision
language sql immutable strict parallel safe as $$
  select pg_catalog.bit_count($1 # $2)::double precision
$$;
create function jaccard_distance(bit, bit) returns double precision
language sql immutable strict parallel safe as $$
  select 1 - pg_catalog.bit_count($1 & $2)::double precision / nullif(pg_catalog.bit_count($1 | $2), 0)
$$;
create operator <~> (leftarg = bit, rightarg = bit, function = hamming_distance, commutator = '<~>');
create operator <%> (leftarg = bit, rightarg = bit, function = jaccard_distance, commutator = '<%>');

create function ivfflathandler(internal) returns index_am_handler language internal as 'hashhandler';
create function hnswhandler(internal) returns index_am_handler language internal as 'hashhandler';
create access method ivfflat type index handler ivfflathandler;
create access method hnsw type index handler hnswhandler;
create function bit_hash(bit) returns integer language sql immutable strict parallel safe as $$
  select pg_catalog.hashtext($1::pg_catalog.text)
$$;

do $$
declare
  item text[];
begin
  foreach item slice 1 in array array[
    ['hnsw', 'vector', 'vector_l2_ops'], ['hnsw', 'vector', 'vector_ip_ops'],
    ['hnsw', 'vector', 'vector_cosine_ops'], ['hnsw', 'vector', 'vector_l1_ops'],
    ['ivfflat', 'vector', 'vector_l2_ops'], ['ivfflat', 'vector', 'vector_ip_ops'],
    ['ivfflat', 'vector', 'vector_cosine_ops'],
    ['hnsw', 'halfvec', 'halfvec_l2_ops'], ['hnsw', 'halfvec', 'halfvec_ip_ops'],
    ['hnsw', 'halfvec', 'halfvec_cosine_ops'], ['hnsw', 'halfvec', 'halfvec_l1_ops'],
    ['ivfflat', 'halfvec', 'halfvec_l2_ops'], ['ivfflat', 'halfvec', 'halfvec_ip_ops'],
    ['ivfflat', 'halfvec', 'halfvec_cosine_ops'],
    ['hnsw', 'sparsevec', 'sparsevec_l2_ops'], ['hnsw', 'sparsevec', 'sparsevec_ip_ops'],
    ['hnsw', 'sparsevec', 'sparsevec_cosine_ops'], ['hnsw', 'sparsevec', 'sparsevec_l1_ops'],
    ['hnsw', 'bit', 'bit_hamming_ops'], ['hnsw', 'bit', 'bit_jaccard_ops'],
    ['ivfflat', 'bit', 'bit_hamming_ops']
  ] loop
    execute format('create operator class %1$I %2$s for type %3$s using %4$I as
      operator 1 =, function 1 %5$I(%3$s)',
      item[3],
      case when item[1] = 'ivfflat' and item[3] in ('vector_l2_ops', 'bit_hamming_ops')
        then 'default' else '' end,
      case when item[2] = 'bit' then 'pg_catalog.bit' else item[2] end, item[1],
      item[2] || '_hash');
  end loop;
end
$$;
