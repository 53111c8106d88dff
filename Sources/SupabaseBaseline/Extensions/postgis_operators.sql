
-- Comparison by the bytes of the text.
do $$
declare
  kind text;
  item text[];
begin
  foreach kind in array array['geometry', 'geography'] loop
    foreach item slice 1 in array array[
      ['lt', '<', '>', '>='], ['le', '<=', '>=', '>'], ['eq', '=', '=', '<>'],
      ['ge', '>=', '<=', '<'], ['gt', '>', '<', '<=']
    ] loop
      execute format('create function %1$I(%2$I, %2$I) returns boolean language internal immutable
        strict parallel safe as %3$L', kind || '_' || item[1], kind, 'bytea' || item[1]);
      execute format('create operator %1$s (leftarg = %2$I, rightarg = %2$I, function = %3$I,
        commutator = %4$s%5$s)', item[2], kind, kind || '_' || item[1], item[3],
        case item[1] when 'eq' then ', hashes, merges' else '' end);
    end loop;
    execute format('create function %1$I(%2$I, %2$I) returns integer language internal immutable
      strict parallel safe as ''byteacmp''', kind || '_cmp', kind);
    execute format('create operator class %1$I default for type %2$I using btree as
      operator 1 <, operator 2 <=, operator 3 =, operator 4 >=, operator 5 >,
      function 1 %3$I(%2$I, %2$I)', 'btree_' || kind || '_ops', kind, kind || '_cmp');
  end loop;
end
$$;
create function geometry_hash(geometry) returns integer
language internal immutable strict parallel safe as 'hashvarlena';
create operator class hash_geometry_ops default for type geometry using hash as
  operator 1 =, function 1 geometry_hash(geometry);

create function geometry_overlaps(geom1 geometry, geom2 geometry) returns boolean
language sql immutable strict parallel safe return not _migrate_apart($1, $2);
create function geography_overlaps(geography, geography) returns boolean
language sql immutable strict parallel safe return not _migrate_apart(geometry($1), geometry($2));
create function geometry_same(geom1 geometry, geom2 geometry) returns boolean
language sql immutable strict parallel safe return _migrate_box($1) = _migrate_box($2);
create function geometry_contains(geom1 geometry, geom2 geometry) returns boolean
language sql immutable strict parallel safe as $$
  select coalesce(a[1] <= b[1] and a[2] <= b[2] and a[3] >= b[3] and a[4] >= b[4], false)
  from (select @extschema@._migrate_box($1) as a, @extschema@._migrate_box($2) as b) as boxes
$$;
create function geometry_within(geom1 geometry, geom2 geometry) returns boolean
language sql immutable strict parallel safe return geometry_contains($2, $1);
create function geometry_distance_centroid(geom1 geometry, geom2 geometry) returns float8
language sql immutable strict parallel safe return st_distance($1, $2);
create function geography_distance_knn(geography, geography) returns float8
language sql immutable strict parallel safe return st_distance($1, $2, false);
create operator && (leftarg = geometry, rightarg = geometry, function = geometry_overlaps, commutator = &&);
create operator && (leftarg = geography, rightarg = geography, function = geography_overlaps, commutator = &&);
create operator ~= (leftarg = geometry, rightarg = geometry, function = geometry_same);
create operator ~ (leftarg = geometry, rightarg = geometry, function = geometry_contains, commutator = @);
create operator @ (leftarg = geometry, rightarg = geometry, function = geometry_within, commutator = ~);
create operator <-> (leftarg = geometry, rightarg = geometry, function = geometry_distance_centroid, commutator = '<->');
create operator <-> (leftarg = geography, rightarg = geography, function = geography_distance_knn, commutator = '<->');
do $$
declare
  item text[];
begin
  foreach item slice 1 in array array[
    ['<#>', 'geometry_distance_box', 'float8'], ['<<', 'geometry_left', 'boolean'],
    ['&<', 'geometry_overleft', 'boolean'], ['<<|', 'geometry_below', 'boolean'],
    ['&<|', 'geometry_overbelow', 'boolean'], ['&>', 'geometry_overright', 'boolean'],
    ['>>', 'geometry_right', 'boolean'], ['|&>', 'geometry_overabove', 'boolean'],
    ['|>>', 'geometry_above', 'boolean'], ['&&&', 'geometry_overlaps_nd', 'boolean'],
    ['~~', 'geometry_contains_nd', 'boolean'], ['@@', 'geometry_within_nd', 'boolean'],
    ['~~=', 'geometry_same_nd', 'boolean'], ['<<->>', 'geometry_distance_centroid_nd', 'float8'],
    ['|=|', 'geometry_distance_cpa', 'float8'], ['&/&', 'geometry_overlaps_3d', 'boolean'],
    ['@>>', 'geometry_contains_3d', 'boolean'], ['<<@', 'geometry_contained_3d', 'boolean'],
    ['~==', 'geometry_same_3d', 'boolean']
  ] loop
    execute format('create function %1$I(geom1 geometry, geom2 geometry) returns %2$s language plpgsql
      immutable strict parallel safe as %3$L', item[2], item[3],
      format('begin return @extschema@._migrate_refuse(%L); end', item[2]));
    execute format('create operator %s (leftarg = geometry, rightarg = geometry, function = %I)', item[1], item[2]);
  end loop;
end
$$;

create cast (text as geometry) with function geometry(text) as implicit;
create cast (geometry as text) with function text(geometry) as implicit;
create cast (bytea as geometry) with function geometry(bytea) as implicit;
create cast (bytea as geography) with function geography(bytea) as implicit;
create cast (geometry as geography) with function geography(geometry) as implicit;
create cast (geography as geometry) with function geometry(geography);
create cast (geometry as json) with function "json"(geometry);
create cast (geometry as jsonb) with function "jsonb"(geometry);
create cast (geometry as box2d) with function box2d(geometry) as implicit;
create cast (geometry as box3d) with function box3d(geometry) as implicit;
create cast (box3d as box2d) with function box2d(box3d) as implicit;
create cast (box2d as box3d) with function box3d(box2d) as implicit;
create cast (box2d as geometry) with function geometry(box2d) as implicit;
create cast (box3d as geometry) with function geometry(box3d) as implicit;
create cast (geometry as point) with function point(geometry);
create cast (point as geometry) with function geometry(point);

-- Indexes take any row. They have no operators, so that the planner never looks into them.
do $$
declare
  item text[];
  name text;
  given text := '';
  place integer;
begin
  foreach item slice 1 in array array[
    ['consistent', 'internal, %1$I, smallint, oid, internal', 'boolean', '1'],
    ['union', 'internal, internal', 'internal', '2'], ['compress', 'internal', 'internal', '3'],
    ['decompress', 'internal', 'internal', '4'], ['penalty', 'internal, internal, internal', 'internal', '5'],
    ['picksplit', 'internal, internal', 'internal', '6'], ['same', 'internal, internal, internal', 'internal', '7']
  ] loop
    given := given || format(', function %s %s(%s)', item[4], '_migrate_%1$s_' || item[1], item[2]);
    foreach name in array array['geometry', 'geography'] loop
      begin
        execute format('create function %I(%s) returns %s language c immutable strict as ''$libdir/btree_gist'', %L',
          format('_migrate_%s_%s', name, item[1]), format(item[2], name), item[3],
          case item[1] when 'decompress' then 'gbt_var_decompress' else 'gbt_bytea_' || item[1] end);
      exception when undefined_file or undefined_function then
        -- Without the library an index holds what fits on one page.
        execute format('create function %I(%s) returns %s language internal immutable strict as ''fdw_handler_in''',
          format('_migrate_%s_%s', name, item[1]), format(item[2], name), item[3]);
      end;
    end loop;
  end loop;
  foreach item slice 1 in array array[
    ['gist_geometry_ops_2d', 'default', 'geometry', 'box2df'], ['gist_geometry_ops_nd', '', 'geometry', 'gidx'],
    ['gist_geography_ops', 'default', 'geography', 'gidx']
  ] loop
    execute format('create operator class %I %s for type %I using gist as storage %I%s',
      item[1], item[2], item[3], item[4], format(given, item[3]));
  end loop;
  foreach item slice 1 in array array[
    ['spgist_geometry_ops_2d', 'default', 'geometry'], ['spgist_geometry_ops_3d', '', 'geometry'],
    ['spgist_geometry_ops_nd', '', 'geometry'], ['spgist_geography_ops_nd', 'default', 'geography']
  ] loop
    execute format('create operator class %I %s for type %I using spgist as
      function 1 pg_catalog.spg_text_config(internal, internal), function 2 pg_catalog.spg_text_choose(internal, internal),
      function 3 pg_catalog.spg_text_picksplit(internal, internal),
      function 4 pg_catalog.spg_text_inner_consistent(internal, internal),
      function 5 pg_catalog.spg_text_leaf_consistent(internal, internal)', item[1], item[2], item[3]);
  end loop;
  foreach item slice 1 in array array[
    ['brin_geometry_inclusion_ops_2d', 'default', 'geometry'], ['brin_geometry_inclusion_ops_3d', '', 'geometry'],
    ['brin_geometry_inclusion_ops_4d', '', 'geometry'], ['brin_geography_inclusion_ops', 'default', 'geography']
  ] loop
    execute format('create operator class %I %s for type %I using brin as
      operator 1 <, operator 2 <=, operator 3 =, operator 4 >=, operator 5 >,
      function 1 pg_catalog.brin_minmax_opcinfo(internal),
      function 2 pg_catalog.brin_minmax_add_value(internal, internal, internal, internal),
      function 3 pg_catalog.brin_minmax_consistent(internal, internal, internal),
      function 4 pg_catalog.brin_minmax_union(internal, internal, internal)', item[1], item[2], item[3]);
  end loop;
end
$$;

create function postgis_typmod_dims(integer) returns integer language sql stable strict parallel safe
return 2 + length(coalesce(substring(_migrate_modifier_name($1) from '(ZM|Z|M)[,)]'), ''));
create function postgis_typmod_srid(integer) returns integer language sql stable strict parallel safe
return coalesce(substring(_migrate_modifier_name($1) from ',([0-9]+)')::integer, 0);
create function postgis_typmod_type(integer) returns text language sql stable strict parallel safe
return coalesce(substring(_migrate_modifier_name($1) from '\(([A-Za-z]+)'), 'Geometry');
do $$
declare
  kind text;
begin
  foreach kind in array array['geometry', 'geography'] loop
    execute format('create view %1$I as
      select current_database()%5$s as f_table_catalog, n.nspname%6$s as f_table_schema,
        c.relname%6$s as f_table_name, a.attname%6$s as %2$I, postgis_typmod_dims(a.atttypmod) as coord_dimension,
        postgis_typmod_srid(a.atttypmod) as srid, postgis_typmod_type(a.atttypmod)%7$s as type
      from pg_catalog.pg_attribute a join pg_catalog.pg_class c on c.oid = a.attrelid
        join pg_catalog.pg_namespace n on n.oid = c.relnamespace
      where a.atttypid = %3$L::regtype and not a.attisdropped and c.relkind in (''r'', ''v'', ''m'', ''f'', ''p'')
        and not pg_catalog.pg_is_other_temp_schema(n.oid) and pg_catalog.has_table_privilege(c.oid, ''select'')',
      kind || '_columns', case kind when 'geometry' then 'f_geometry_column' else 'f_geography_column' end,
      '@extschema@.' || kind, null,
      case kind when 'geometry' then '::varchar(256)' else '' end, '',
      case kind when 'geometry' then '::varchar(30)' else '' end);
  end loop;
end
$$;
grant select on geometry_columns, geography_columns to public;

create aggregate st_collect(geometry) (sfunc = array_append, stype = geometry[], finalfunc = st_collect);
create aggregate st_memcollect(geometry) (sfunc = array_append, stype = geometry[], finalfunc = st_collect);
create aggregate st_makeline(geometry) (sfunc = array_append, stype = geometry[], finalfunc = st_makeline);
create function _migrate_extent(geometry[]) returns box2d language sql immutable strict parallel safe
return box2d(st_collect($1));
create function _migrate_extent_3d(geometry[]) returns box3d language sql immutable strict parallel safe
return box3d(st_collect($1));
create aggregate st_extent(geometry) (sfunc = array_append, stype = geometry[], finalfunc = _migrate_extent);
create aggregate st_3dextent(geometry) (sfunc = array_append, stype = geometry[], finalfunc = _migrate_extent_3d);
create function st_union(geometry[]) returns geometry language plpgsql immutable strict parallel safe as $$
begin
  if array_length($1, 1) = 1 then return $1[1]; end if;
  return @extschema@._migrate_refuse('st_union');
end
$$;
create function _migrate_no_list(geometry[]) returns geometry[] language plpgsql immutable strict as $$
begin
  return @extschema@._migrate_refuse('clusters');
end
$$;
create function _migrate_no_step(geometry[], geometry, float8) returns geometry[] language sql immutable
return array_append($1, $2);
create aggregate st_union(geometry) (sfunc = array_append, stype = geometry[], finalfunc = st_union);
create aggregate st_memunion(geometry) (sfunc = array_append, stype = geometry[], finalfunc = st_union);
create aggregate st_polygonize(geometry) (sfunc = array_append, stype = geometry[], finalfunc = st_union);
create aggregate st_union(geom geometry, gridsize float8) (sfunc = _migrate_no_step, stype = geometry[], finalfunc = st_union);
create aggregate st_clusterwithin(geometry, float8) (sfunc = _migrate_no_step, stype = geometry[], finalfunc = _migrate_no_list);
create aggregate st_clusterintersecting(geometry) (sfunc = array_append, stype = geometry[], finalfunc = _migrate_no_list);
do $$
declare
  item text[];
begin
  foreach item slice 1 in array array[
    ['st_asmvt', ''], ['st_asmvt', ', text'], ['st_asmvt', ', text, integer'],
    ['st_asmvt', ', text, integer, text'], ['st_asmvt', ', text, integer, text, text'],
    ['st_asgeobuf', ''], ['st_asgeobuf', ', text'], ['st_asflatgeobuf', ''],
    ['st_asflatgeobuf', ', boolean'], ['st_asflatgeobuf', ', boolean, text']
  ] loop
    execute format('create function %1$I(bytea, anyelement%2$s) returns bytea language plpgsql immutable
      as %3$L', '_migrate_' || item[1], item[2],
      format('begin return @extschema@._migrate_refuse(%L); end', item[1]));
    execute format('create aggregate %I(anyelement%s) (sfunc = %I, stype = bytea)', item[1], item[2], '_migrate_' || item[1]);
  end loop;
end
$$;
create function postgis_version() returns text language sql immutable parallel safe return '3.3 (stand-in)';
create function postgis_lib_version() returns text language sql immutable parallel safe return '3.3.7';
create function postgis_full_version() returns text language sql stable parallel safe return 'POSTGIS="3.3.7" (stand-in of migrate)';
