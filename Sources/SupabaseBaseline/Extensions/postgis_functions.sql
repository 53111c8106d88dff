
-- Reading and writing.
create function geometry(text) returns geometry language sql immutable strict parallel safe
return _migrate_geometry(_migrate_read($1, 0));
create function text(geometry) returns text language sql immutable strict parallel safe
return _migrate_text($1);
create function geometry(bytea) returns geometry language sql immutable strict parallel safe
return geometry(encode($1, 'hex'));
create function geography(bytea) returns geography language sql immutable strict parallel safe
return _migrate_geography(_migrate_read(encode($1, 'hex'), 4326));
create function geometry(geography) returns geometry language sql immutable strict parallel safe
return _migrate_geometry(_migrate_text($1));
create function geography(geom geometry) returns geography
language plpgsql immutable strict parallel safe as $$
declare
  value text := @extschema@._migrate_text(geom);
begin
  if value not like 'SRID=%' then value := 'SRID=4326;' || value; end if;
  if value !~ '^SRID=(4326|4269|4258|4267|4283|4490|4674|4979|7844);' then
    raise exception 'Only lon/lat coordinate systems are supported in geography.' using errcode = '22023';
  end if;
  return @extschema@._migrate_geography(value);
end
$$;

do $$
declare
  name text;
begin
  -- Constructors from text, which differ in the kinds that they let pass.
  foreach name in array array['st_geomfromtext', 'st_geometryfromtext'] loop
    execute format('create function %I(text) returns geometry language sql immutable strict parallel safe
      return geometry($1)', name);
    execute format('create function %I(text, integer) returns geometry language sql immutable strict
      parallel safe return _migrate_geometry(_migrate_read($1, $2))', name);
  end loop;
  foreach name in array array['st_geomfromewkt', 'geomfromewkt', 'st_wkttosql'] loop
    execute format('create function %I(text) returns geometry language sql immutable strict parallel safe
      return geometry($1)', name);
  end loop;
  foreach name in array array['st_geogfromtext', 'st_geographyfromtext'] loop
    execute format('create function %I(text) returns geography language sql immutable strict parallel safe
      return _migrate_geography(_migrate_read($1, 4326))', name);
  end loop;
  foreach name in array array['st_pointfromtext', 'st_linefromtext', 'st_polyfromtext',
    'st_polygonfromtext', 'st_mpointfromtext', 'st_multipointfromtext', 'st_mlinefromtext',
    'st_multilinestringfromtext', 'st_mpolyfromtext', 'st_multipolygonfromtext',
    'st_geomcollfromtext'] loop
    execute format('create function %I(text) returns geometry language sql immutable strict parallel safe
      return geometry($1)', name);
    execute format('create function %I(text, integer) returns geometry language sql immutable strict
      parallel safe return _migrate_geometry(_migrate_read($1, $2))', name);
  end loop;
  foreach name in array array['st_geomfromwkb', 'st_geomfromewkb', 'geomfromewkb', 'st_wkbtosql'] loop
    execute format('create function %I(bytea) returns geometry language sql immutable strict parallel safe
      return geometry($1)', name);
  end loop;
end
$$;
create function st_geomfromwkb(bytea, integer) returns geometry language sql immutable strict parallel safe
return _migrate_geometry(_migrate_read(encode($1, 'hex'), $2));
create function st_geogfromwkb(bytea) returns geography language sql immutable strict parallel safe
return geography($1);
create function st_geomfromgeojson(text) returns geometry language sql immutable strict parallel safe
return geometry($1);
create function st_geomfromgeojson(json) returns geometry language sql immutable strict parallel safe
return geometry($1::text);
create function st_geomfromgeojson(jsonb) returns geometry language sql immutable strict parallel safe
return geometry($1::text);

create function _migrate_body(geometry) returns text language sql immutable strict parallel safe
return regexp_replace(_migrate_text($1), '^SRID=[0-9]+;', '');
create function st_srid(geom geometry) returns integer language sql immutable strict parallel safe
return coalesce(substring(_migrate_text($1) from '^SRID=([0-9]+);')::integer, 0);
create function st_srid(geog geography) returns integer language sql immutable strict parallel safe
return coalesce(substring(_migrate_text($1) from '^SRID=([0-9]+);')::integer, 0);
create function st_setsrid(geom geometry, srid integer) returns geometry
language sql immutable strict parallel safe
return _migrate_geometry(case when srid > 0 then 'SRID=' || srid || ';' else '' end || _migrate_body($1));
create function st_setsrid(geog geography, srid integer) returns geography
language sql immutable strict parallel safe
return _migrate_geography('SRID=' || srid || ';' || _migrate_body(geometry($1)));
create function st_astext(geometry) returns text language sql immutable strict parallel safe
return _migrate_body($1);
create function st_astext(geography) returns text language sql immutable strict parallel safe
return _migrate_body(geometry($1));
create function st_astext(text) returns text language sql immutable strict parallel safe
return _migrate_body(geometry($1));
create function st_asewkt(geometry) returns text language sql immutable strict parallel safe
return regexp_replace(replace(_migrate_text($1), ' M ', 'M'), ' ZM? ', '');
create function st_asewkt(geography) returns text language sql immutable strict parallel safe
return st_asewkt(geometry($1));
create function st_asewkt(text) returns text language sql immutable strict parallel safe
return st_asewkt(geometry($1));
create function geometrytype(geometry) returns text language sql immutable strict parallel safe
return substring(_migrate_body($1) from '^[A-Z]+') || case when _migrate_body($1) ~ '^[A-Z]+ M ' then 'M' else '' end;
create function geometrytype(geography) returns text language sql immutable strict parallel safe
return geometrytype(geometry($1));
create function st_geometrytype(geometry) returns text language sql immutable strict parallel safe
return 'ST_' || _migrate_kind(_migrate_text($1));
create function st_isempty(geometry) returns boolean language sql immutable strict parallel safe
return _migrate_body($1) ~ ' EMPTY$';

-- The coordinates as nested arrays.
create function _migrate_coordinates(geometry) returns jsonb language sql immutable strict parallel safe as $$
  select case when body like '% EMPTY' then '[]'
    when body like 'POINT%' then (shape -> 0) else shape end
  from (select body, translate(regexp_replace(regexp_replace(
      substring(body from '\(.*\)$'), '([-+.0-9e]+(?: [-+.0-9e]+)+)', '<\1>', 'g'), ' ', ',', 'g'),
      '()<>', '[][]') as brackets from (select @extschema@._migrate_body($1) as body) as one) as two,
    lateral (select case when body !~ 'EMPTY$' then brackets::jsonb end as shape) as three
$$;
create function st_asgeojson(geom geometry, maxdecimaldigits integer default 9, options integer default 8)
returns text language plpgsql immutable strict parallel safe as $$
declare
  kind text := @extschema@._migrate_kind(@extschema@._migrate_text(geom));
  srid integer := @extschema@.st_srid(geom);
  body text;
begin
  if kind = 'GeometryCollection' then
    return '{"type":"GeometryCollection","geometries":[' || coalesce((select
      string_agg(@extschema@.st_asgeojson(@extschema@.st_geometryn(geom, i), maxdecimaldigits, 0), ',' order by i)
      from generate_series(1, @extschema@.st_numgeometries(geom)) as i), '') || ']}';
  end if;
  body := replace(@extschema@._migrate_coordinates(geom)::text, ' ', '');
  body := (select string_agg(case when item[1] ~ '[0-9]'
      then trim_scale(round(item[1]::numeric, maxdecimaldigits))::text else item[1] end, '' order by place)
    from regexp_matches(body, '[-+.0-9eE]+|[^-+.0-9eE]+', 'g') with ordinality as f (item, place));
  return '{"type":"' || kind || '",' || case when options & 8 <> 0 and srid not in (0, 4326)
    then '"crs":{"type":"name","properties":{"name":"EPSG:' || srid || '"}},' else '' end
    || '"coordinates":' || body || '}';
end
$$;
create function st_asgeojson(geog geography, maxdecimaldigits integer default 9, options integer default 0)
returns text language sql immutable strict parallel safe
return st_asgeojson(geometry($1), $2, $3);
create function st_asgeojson(text) returns text language sql immutable strict parallel safe
return st_asgeojson(geometry($1), 9, 0);
create function "json"(geometry) returns json language sql immutable strict parallel safe
return st_asgeojson($1, 9, 0)::json;
create function "jsonb"(geometry) returns jsonb language sql immutable strict parallel safe
return st_asgeojson($1, 9, 0)::jsonb;

-- Building.
create function st_makepoint(float8, float8) returns geometry language sql immutable strict parallel safe
return _migrate_geometry('POINT(' || $1 || ' ' || $2 || ')');
create function st_makepoint(float8, float8, float8) returns geometry
language sql immutable strict parallel safe
return _migrate_geometry('POINT Z (' || $1 || ' ' || $2 || ' ' || $3 || ')');
create function st_makepoint(float8, float8, float8, float8) returns geometry
language sql immutable strict parallel safe
return _migrate_geometry('POINT ZM (' || $1 || ' ' || $2 || ' ' || $3 || ' ' || $4 || ')');
create function st_makepointm(float8, float8, float8) returns geometry
language sql immutable strict parallel safe
return _migrate_geometry('POINT M (' || $1 || ' ' || $2 || ' ' || $3 || ')');
create function st_point(float8, float8) returns geometry language sql immutable strict parallel safe
return st_makepoint($1, $2);
create function st_point(float8, float8, srid integer) returns geometry
language sql immutable strict parallel safe return st_setsrid(st_makepoint($1, $2), srid);
create function st_pointz(xcoordinate float8, ycoordinate float8, zcoordinate float8, srid integer default 0)
returns geometry language sql immutable strict parallel safe
return st_setsrid(st_makepoint($1, $2, $3), $4);
create function st_makeenvelope(float8, float8, float8, float8, integer default 0) returns geometry
language sql immutable strict parallel safe
return st_setsrid(_migrate_geometry(format('POLYGON((%1$s %2$s,%1$s %4$s,%3$s %4$s,%3$s %2$s,%1$s %2$s))',
  $1, $2, $3, $4)), $5);
create function _migrate_join(kind text, parts geometry[]) returns geometry
language sql immutable strict parallel safe as $$
  select @extschema@.st_setsrid(@extschema@.geometry(case when count(*) = 0 then kind || ' EMPTY'
    else kind || '(' || string_agg(case kind when 'LINESTRING'
        then btrim(substring(@extschema@._migrate_body(part) from '\(.*\)$'), '()')
        when 'GEOMETRYCOLLECTION' then @extschema@._migrate_body(part)
        else substring(@extschema@._migrate_body(part) from '\(.*\)$') end, ',' order by place) || ')' end),
    coalesce(max(@extschema@.st_srid(part)), 0))
  from unnest(parts) with ordinality as list (part, place) where part is not null
$$;
create function st_collect(geometry[]) returns geometry language sql immutable strict parallel safe
return _migrate_join(case
  when (select count(distinct geometrytype(part)) = 1 and bool_and(geometrytype(part) in ('POINT', 'LINESTRING', 'POLYGON')) from unnest($1) as part)
  then 'MULTI' || geometrytype($1[1]) else 'GEOMETRYCOLLECTION' end, $1);
create function st_collect(geom1 geometry, geom2 geometry) returns geometry
language sql immutable parallel safe return st_collect(array_remove(array[$1, $2], null));
create function st_makeline(geometry[]) returns geometry language sql immutable strict parallel safe
return _migrate_join('LINESTRING', $1);
create function st_makeline(geom1 geometry, geom2 geometry) returns geometry
language sql immutable strict parallel safe return _migrate_join('LINESTRING', array[$1, $2]);
create function st_makepolygon(geometry) returns geometry language sql immutable strict parallel safe
return st_setsrid(geometry('POLYGON(' || substring(_migrate_body($1) from '\(.*\)$') || ')'), st_srid($1));
create function st_polygon(geometry, integer) returns geometry language sql immutable strict parallel safe
return st_setsrid(st_makepolygon($1), $2);
create function st_multi(geometry) returns geometry language sql immutable strict parallel safe
return case when geometrytype($1) in ('POINT', 'LINESTRING', 'POLYGON')
  then _migrate_join('MULTI' || geometrytype($1), array[$1]) else $1 end;
create function st_force2d(geometry) returns geometry language sql immutable strict parallel safe
return st_setsrid(geometry(regexp_replace(regexp_replace(_migrate_body($1),
  '^([A-Z]+) (?:ZM|Z|M) ', '\1'), '([-+.0-9e]+ [-+.0-9e]+)(?: [-+.0-9e]+)+', '\1', 'g')), st_srid($1));
-- Whether a shape crosses itself is not looked at.
create function st_isvalid(geometry) returns boolean language sql immutable strict parallel safe return true;
create function st_makevalid(geometry) returns geometry language sql immutable strict parallel safe return $1;
