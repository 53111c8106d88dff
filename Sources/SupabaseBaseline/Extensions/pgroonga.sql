-- version 3.2.5
-- relocatable
-- stands in for: operators by words without regard to case; its indexes find nothing, and no text is normalised

create function pgroonga_handler(internal) returns index_am_handler language internal as 'brinhandler';
create access method pgroonga type index handler pgroonga_handler;

-- No operator is in a class: what is indexed is never asked for.
do $$
declare
  item text[];
begin
  foreach item slice 1 in array array[
    ['text', 'hashtext(text)', 'pgroonga_text_full_text_search_ops_v2', 'default'],
    ['text', 'hashtext(text)', 'pgroonga_text_full_text_search_ops', ''],
    ['text', 'hashtext(text)', 'pgroonga_text_term_search_ops_v2', ''],
    ['text', 'hashtext(text)', 'pgroonga_text_regexp_ops_v2', ''],
    ['text', 'hashtext(text)', 'pgroonga_text_regexp_ops', ''],
    ['varchar', 'hashtext(text)', 'pgroonga_varchar_term_search_ops_v2', 'default'],
    ['varchar', 'hashtext(text)', 'pgroonga_varchar_full_text_search_ops_v2', ''],
    ['varchar', 'hashtext(text)', 'pgroonga_varchar_full_text_search_ops', ''],
    ['varchar', 'hashtext(text)', 'pgroonga_varchar_regexp_ops_v2', ''],
    ['varchar', 'hashtext(text)', 'pgroonga_varchar_ops', ''],
    ['text[]', 'hash_array(anyarray)', 'pgroonga_text_array_full_text_search_ops_v2', 'default'],
    ['text[]', 'hash_array(anyarray)', 'pgroonga_text_array_full_text_search_ops', ''],
    ['text[]', 'hash_array(anyarray)', 'pgroonga_text_array_term_search_ops_v2', ''],
    ['text[]', 'hash_array(anyarray)', 'pgroonga_text_array_regexp_ops_v2', ''],
    ['varchar[]', 'hash_array(anyarray)', 'pgroonga_varchar_array_term_search_ops_v2', 'default'],
    ['varchar[]', 'hash_array(anyarray)', 'pgroonga_varchar_array_ops', ''],
    ['jsonb', 'jsonb_hash(jsonb)', 'pgroonga_jsonb_ops_v2', 'default'],
    ['jsonb', 'jsonb_hash(jsonb)', 'pgroonga_jsonb_ops', ''],
    ['jsonb', 'jsonb_hash(jsonb)', 'pgroonga_jsonb_full_text_search_ops_v2', ''],
    ['boolean', 'hashchar("char")', 'pgroonga_bool_ops', 'default'],
    ['int2', 'hashint2(int2)', 'pgroonga_int2_ops', 'default'],
    ['int4', 'hashint4(int4)', 'pgroonga_int4_ops', 'default'],
    ['int8', 'hashint8(int8)', 'pgroonga_int8_ops', 'default'],
    ['float4', 'hashfloat4(float4)', 'pgroonga_float4_ops', 'default'],
    ['float8', 'hashfloat8(float8)', 'pgroonga_float8_ops', 'default'],
    ['timestamp', 'timestamp_hash(timestamp)', 'pgroonga_timestamp_ops', 'default'],
    ['timestamptz', 'timestamp_hash(timestamp)', 'pgroonga_timestamptz_ops', 'default'],
    ['uuid', 'uuid_hash(uuid)', 'pgroonga_uuid_ops', 'default']
  ] loop
    execute format('create operator class %I %s for type %s using pgroonga as
      function 1 brin_bloom_opcinfo(internal),
      function 2 brin_bloom_add_value(internal, internal, internal, internal),
      function 3 brin_bloom_consistent(internal, internal, internal, integer),
      function 4 brin_bloom_union(internal, internal, internal),
      function 5 brin_bloom_options(internal), function 11 %s', item[3], item[4], item[1], item[2]);
  end loop;
end
$$;

create type pgroonga_full_text_search_condition as (query text, weights integer[], indexname text);
create type pgroonga_full_text_search_condition_with_scorers as (
  query text, weights integer[], scorers text[], indexname text);
create type pgroonga_condition as (
  query text, weights integer[], scorers text[], schema_name text, index_name text,
  column_name text, fuzzy_max_distance_ratio real);
create function pgroonga_condition(
  query text default null, weights integer[] default null, scorers text[] default null,
  schema_name text default null, index_name text default null, column_name text default null,
  fuzzy_max_distance_ratio real default null
) returns pgroonga_condition language sql immutable parallel safe
return row(query, weights, scorers, schema_name, index_name, column_name,
  fuzzy_max_distance_ratio)::pgroonga_condition;

create function pgroonga_match_term(target text, term text) returns boolean
language sql immutable strict parallel safe return strpos(lower(target), lower(term)) > 0;
create function pgroonga_query_text(target text, query text) returns boolean
language sql immutable strict parallel safe as $$
  select coalesce(bool_or((
    select bool_and(strpos(lower($1), lower(btrim(word, '"()+-'))) > 0 or word like '-%')
    from regexp_split_to_table(btrim(choice), '\s+') as word)), true)
  from regexp_split_to_table($2, '\s+OR\s+') as choice
$$;
create function pgroonga_prefix_text(target text, prefix text) returns boolean
language sql immutable strict parallel safe return starts_with(lower(target), lower(prefix));
create function pgroonga_regexp_text(target text, pattern text) returns boolean
language sql immutable strict parallel safe return target ~* pattern;

do $$
declare
  item text[];
  kind text;
begin
  foreach item slice 1 in array array[
    ['&@', 'pgroonga_match_term'], ['%%', 'pgroonga_match_term'], ['&@*', 'pgroonga_match_term'],
    ['&@~', 'pgroonga_query_text'], ['&?', 'pgroonga_query_text'],
    ['&^', 'pgroonga_prefix_text'], ['&^~', 'pgroonga_prefix_text'], ['&~', 'pgroonga_regexp_text']
  ] loop
    execute format('create operator %s (leftarg = text, rightarg = text, function = %s,
      restrict = contsel, join = contjoinsel)', item[1], item[2]);
  end loop;
  -- Of many texts one, and of a document its text.
  foreach kind in array array['text[]', 'jsonb'] loop
    foreach item slice 1 in array array[
      ['&@', 'pgroonga_match_term'], ['&@~', 'pgroonga_query_text'], ['&^', 'pgroonga_prefix_text'],
      ['&~', 'pgroonga_regexp_text']
    ] loop
      execute format('create function %1$I(target %2$s, term text) returns boolean
        language sql immutable strict parallel safe return %3$s', item[2], kind,
        case kind when 'jsonb' then format('%I($1::text, $2)', item[2])
          else format('(select coalesce(bool_or(%I(t, $2)), false) from unnest($1) as t)', item[2]) end);
      execute format('create operator %s (leftarg = %s, rightarg = text, function = %s)',
        item[1], kind, item[2]);
    end loop;
  end loop;
  foreach kind in array array['text', 'text[]'] loop
    foreach item slice 1 in array array[
      ['&@', 'pgroonga_match_term'], ['&@~', 'pgroonga_query_text'], ['&^', 'pgroonga_prefix_text']
    ] loop
      execute format('create function %1$I(target %2$s, condition pgroonga_condition) returns boolean
        language sql immutable strict parallel safe return %1$I($1, ($2).query)', item[2], kind);
      execute format('create operator %s (leftarg = %s, rightarg = pgroonga_condition, function = %s)',
        item[1], kind, item[2]);
      execute format('create function %1$I(target %2$s, condition pgroonga_full_text_search_condition)
        returns boolean language sql immutable strict parallel safe return %1$I($1, ($2).query)',
        item[2], kind);
      execute format('create operator %s (leftarg = %s, rightarg = pgroonga_full_text_search_condition,
        function = %s)', item[1], kind, item[2]);
    end loop;
  end loop;
  -- The same for any of several words.
  foreach item slice 1 in array array[
    ['&@|', 'pgroonga_match_in_text', 'pgroonga_match_term'],
    ['&@~|', 'pgroonga_query_in_text', 'pgroonga_query_text'],
    ['&^|', 'pgroonga_prefix_in_text', 'pgroonga_prefix_text'],
    ['&~|', 'pgroonga_regexp_in_text', 'pgroonga_regexp_text']
  ] loop
    execute format('create function %I(target text, terms text[]) returns boolean
      language sql immutable strict parallel safe
      return (select coalesce(bool_or(%I($1, t)), false) from unnest($2) as t)', item[2], item[3]);
    execute format('create operator %s (leftarg = text, rightarg = text[], function = %s)',
      item[1], item[2]);
  end loop;
end
$$;

create function pgroonga_score(tableoid oid, ctid tid) returns double precision
language sql volatile strict parallel safe return 0;
create function pgroonga_score("row" record) returns double precision
language plpgsql volatile strict parallel safe as 'begin return 0; end';
create function pgroonga_query_escape(query text) returns text language sql immutable strict parallel safe as $$
  select regexp_replace($1, '([ "()\\*<>~:+-])', '\\\1', 'g')
$$;
create function pgroonga_escape(value text) returns text
language sql immutable strict parallel safe return to_json(value)::text;
create function pgroonga_query_extract_keywords(query text, index_name text default '') returns text[]
language sql immutable strict parallel safe as $$
  select coalesce(array_agg(word), '{}') from regexp_split_to_table(btrim($1), '\s+') as word where word <> 'OR'
$$;
create function pgroonga_highlight_html(target text, keywords text[], index_name text default '') returns text
language sql immutable strict parallel safe return target;
create function pgroonga_highlight_html(targets text[], keywords text[], index_name text default '') returns text[]
language sql immutable strict parallel safe return targets;
create function pgroonga_snippet_html(target text, keywords text[], width integer default 200) returns text[]
language sql immutable strict parallel safe return array[left(target, width)];
create function pgroonga_normalize(target text, normalizer_name text default 'NormalizerAuto') returns text
language sql immutable strict parallel safe return lower(target);
create function pgroonga_is_writable() returns boolean language sql volatile parallel safe return true;
create function pgroonga_set_writable(new_writable boolean) returns boolean
language sql volatile strict return true;
create function pgroonga_vacuum() returns boolean language sql volatile return true;
create function pgroonga_wal_apply() returns bigint language sql volatile return 0;
create function pgroonga_wal_truncate() returns bigint language sql volatile return 0;
create function pgroonga_table_name(indexname text) returns text language sql volatile strict as $$
  select 'Sources' || $1::regclass::oid::text
$$;
create function pgroonga_command(groonga_command text) returns text language plpgsql strict as $$
begin
  raise exception 'the stand-in of the extension "pgroonga" runs no command';
end
$$;
create function pgroonga_command(groonga_command text, arguments text[]) returns text
language plpgsql strict as $$
begin
  raise exception 'the stand-in of the extension "pgroonga" runs no command';
end
$$;
create function pgroonga_query_expand(
  table_name text, term_column text, synonyms_column text, query text
) returns text language sql stable strict return query;
