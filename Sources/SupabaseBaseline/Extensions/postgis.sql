-- version 3.3.7
-- stands in for: types with their modifiers, building, reading and writing of geometries, points and distances; shapes are not computed with, every one counts as valid, and indexes find nothing

-- A geometry is kept as text, in the same form whatever form it came in:
-- "SRID=4326;POINT Z (1 2 3)", without the SRID where it is 0, and without a space where there is no Z or M.

create function _migrate_refuse(what text) returns text language plpgsql immutable as $$
begin
  raise exception 'the stand-in of the extension "postgis" cannot compute %', what
    using errcode = '0A000';
end
$$;

-- Numbers as PostGIS writes them, words in upper case, nothing else between them.
create function _migrate_words(body text) returns text language sql immutable strict parallel safe as $$
  select string_agg(
    case when item !~ '^[-+.0-9]' then case when item = 'EMPTY' and before ~ '^[A-Z]' then ' EMPTY' else item end
      when after ~ '^[-+.0-9]' then item::float8 || ' '
      else item::float8::text end, '' order by place)
  from (
    select place, item[1] as item, lag(item[1]) over w as before, lead(item[1]) over w as after
    from regexp_matches(body, '[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:E[-+]?[0-9]+)?|[(),]|[A-Z]+', 'g')
      with ordinality as found (item, place)
    window w as (order by place)) as words
$$;

create function _migrate_wkt(value text, srid integer) returns text
language plpgsql immutable strict parallel safe as $$
declare
  text_ text := upper(btrim(value, E' \t\n\r'));
  parts text[] := regexp_match(text_,
    '^(POINT|LINESTRING|POLYGON|MULTIPOINT|MULTILINESTRING|MULTIPOLYGON|GEOMETRYCOLLECTION'
    '|CIRCULARSTRING|COMPOUNDCURVE|CURVEPOLYGON|MULTICURVE|MULTISURFACE|TRIANGLE|TIN'
    '|POLYHEDRALSURFACE)\s*(ZM|Z|M)?\s*(EMPTY|\(.*\))$');
  body text;
  marks text;
  count_ integer;
begin
  if parts is null or length(translate(parts[3], '(', '')) <> length(translate(parts[3], ')', ''))
    or regexp_replace(parts[3],
      '[-+]?([0-9]+\.?[0-9]*|\.[0-9]+)(E[-+]?[0-9]+)?|[(),]|[A-Z]+|\s', '', 'g') <> ''
  then
    raise exception 'parse error - invalid geometry' using errcode = 'XX000',
      hint = format('"%s" <-- parse error', left(value, 40));
  end if;
  body := @extschema@._migrate_words(parts[3]);
  count_ := array_length(string_to_array(
    coalesce((regexp_match(body, '[-+.0-9e]+(?: [-+.0-9e]+)+'))[1], ''), ' '), 1);
  marks := coalesce(parts[2], case count_ when 3 then 'Z' when 4 then 'ZM' else '' end);
  if parts[1] = 'MULTIPOINT' then
    body := '(' || translate(body, '()', '') || ')';
    if body = '(EMPTY)' then body := 'EMPTY'; end if;
  end if;
  return case when srid > 0 then 'SRID=' || srid || ';' else '' end || parts[1]
    || case when marks = '' and body <> 'EMPTY' then '' else ' ' end || marks
    || case when marks <> '' then ' ' else '' end || body;
end
$$;

-- Well-known binary, plain or extended, little or big end first.
create function _migrate_number(value bytea, place integer, size integer, little boolean)
returns bigint language sql immutable strict parallel safe as $$
  select sum(get_byte(value, place + i)::bigint << (8 * case when little then i else size - 1 - i end))::bigint
  from generate_series(0, size - 1) as i
$$;

create function _migrate_double(value bytea, place integer, little boolean) returns float8
language plpgsql immutable strict parallel safe as $$
declare
  high bigint := @extschema@._migrate_number(value, place + case when little then 4 else 0 end, 4, little);
  low bigint := @extschema@._migrate_number(value, place + case when little then 0 else 4 end, 4, little);
  exponent integer := (high >> 20) & 2047;
  fraction bigint := ((high & 1048575) << 32) | low;
  sign float8 := case when high >> 31 = 1 then -1 else 1 end;
begin
  if exponent = 2047 then return 'NaN'; end if;
  if exponent = 0 then return sign * fraction * power(2::float8, -1074); end if;
  return sign * (fraction | 4503599627370496)::float8 * power(2::float8, exponent - 1075);
end
$$;

create function _migrate_wkb(value bytea, inout place integer, inout srid integer, out wkt text)
language plpgsql immutable parallel safe as $$
declare
  names text[] := array['POINT', 'LINESTRING', 'POLYGON', 'MULTIPOINT', 'MULTILINESTRING',
    'MULTIPOLYGON', 'GEOMETRYCOLLECTION'];
  little boolean := get_byte(value, place) = 1;
  code bigint := @extschema@._migrate_number(value, place + 1, 4, little);
  base integer := (code & 536870911) % 1000;
  flags integer := ((code & 536870911) / 1000)::integer;
  has_z boolean := code & 2147483648 <> 0 or flags in (1, 3);
  has_m boolean := code & 1073741824 <> 0 or flags in (2, 3);
  size integer := 2 + has_z::integer + has_m::integer;
  rings integer := 1;
  points integer;
  part record;
  list text[] := '{}';
  ring text[];
begin
  if base not between 1 and 7 then perform @extschema@._migrate_refuse('with curves'); end if;
  place := place + 5;
  if code & 536870912 <> 0 then
    srid := @extschema@._migrate_number(value, place, 4, little);
    place := place + 4;
  end if;
  if base >= 3 then
    rings := @extschema@._migrate_number(value, place, 4, little);
    place := place + 4;
  end if;
  for i in 1..rings loop
    if base >= 4 then
      part := @extschema@._migrate_wkb(value, place, srid);
      place := part.place;
      list := list || case when base = 7 then part.wkt
        else substring(part.wkt from '(?:\(.*\)|EMPTY)$') end;
      continue;
    end if;
    points := 1;
    if base > 1 then
      points := @extschema@._migrate_number(value, place, 4, little);
      place := place + 4;
    end if;
    ring := '{}';
    for j in 1..points loop
      ring := ring || (select string_agg(
        @extschema@._migrate_double(value, place + 8 * k, little)::text, ' ' order by k)
        from generate_series(0, size - 1) as k);
      place := place + 8 * size;
    end loop;
    list := list || case when base = 3 then '(' || array_to_string(ring, ',') || ')'
      else array_to_string(ring, ',') end;
  end loop;
  wkt := names[base] || case when has_z or has_m then
      ' ' || case when has_z then 'Z' else '' end || case when has_m then 'M' else '' end || ' '
    else '' end || case when list = '{}' or list[1] like 'NaN%' or list[1] = '' then ' EMPTY'
      else '(' || array_to_string(list, ',') || ')' end;
end
$$;

create function _migrate_json(value jsonb) returns text
language plpgsql immutable strict parallel safe as $$
declare
  kind text := upper(value ->> 'type');
  body text;
begin
  if kind = 'FEATURE' then return @extschema@._migrate_json(value -> 'geometry'); end if;
  if kind = 'GEOMETRYCOLLECTION' then
    return kind || '(' || (select string_agg(@extschema@._migrate_json(item), ',' order by place)
      from jsonb_array_elements(value -> 'geometries') with ordinality as part (item, place)) || ')';
  end if;
  if value -> 'coordinates' is null then
    raise exception 'invalid GeoJSON representation' using errcode = 'XX000';
  end if;
  body := regexp_replace((value -> 'coordinates')::text, '\s', '', 'g');
  body := regexp_replace(body, '\[([-+.0-9eE]+(?:,[-+.0-9eE]+)+)\]', '<\1>', 'g');
  while body ~ '<[^>]*,' loop
    body := regexp_replace(body, '(<[^>]*?),', '\1 ', 'g');
  end loop;
  body := translate(body, '[]<>', '()');
  return kind || case when kind = 'POINT' then '(' || body || ')'
    when body = '()' then ' EMPTY' else body end;
end
$$;

-- Any of the forms that PostGIS reads.
create function _migrate_read(value text, standard integer) returns text
language plpgsql immutable strict parallel safe as $$
declare
  text_ text := btrim(value, E' \t\n\r');
  srid integer := 0;
  read_ record;
  parts text[];
begin
  if text_ ~ '^[0-9A-Fa-f]{10,}$' then
    read_ := @extschema@._migrate_wkb(decode(text_, 'hex'), 0, 0);
    return @extschema@._migrate_wkt(read_.wkt,
      case when read_.srid > 0 then read_.srid else standard end);
  end if;
  if text_ like '{%' then
    srid := coalesce(substring(text_::jsonb #>> '{crs,properties,name}' from '[0-9]+$')::integer, 4326);
    return @extschema@._migrate_wkt(@extschema@._migrate_json(text_::jsonb), srid);
  end if;
  parts := regexp_match(text_, '^SRID\s*=\s*([0-9]+)\s*;(.*)$', 'i');
  if parts is not null then
    srid := parts[1]::integer;
    text_ := parts[2];
  end if;
  return @extschema@._migrate_wkt(text_, case when srid > 0 then srid else standard end);
end
$$;

-- Functions in SQL may not be declared to take a cstring or an array of them, but run with one.
create function _migrate_in_sql(target regprocedure, body text) returns void language sql as $$
  update pg_catalog.pg_proc set prosrc = body, probin = null,
    prolang = (select oid from pg_catalog.pg_language where lanname = 'sql')
  where oid = target
$$;

-- A modifier of a type is the identifier of one of these names, so that it can be read back.
create type _migrate_modifier as enum ('(Point)');

create function _migrate_modify(words text[], standard integer) returns integer
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  parts text[] := regexp_match(words[1],
    '^\s*(geometry|point|linestring|polygon|multipoint|multilinestring|multipolygon'
    '|geometrycollection|circularstring|compoundcurve|curvepolygon|multicurve|multisurface'
    '|triangle|tin|polyhedralsurface)\s*(zm|z|m)?\s*$', 'i');
  names text[] := array['Geometry', 'Point', 'LineString', 'Polygon', 'MultiPoint',
    'MultiLineString', 'MultiPolygon', 'GeometryCollection', 'CircularString', 'CompoundCurve',
    'CurvePolygon', 'MultiCurve', 'MultiSurface', 'Triangle', 'Tin', 'PolyhedralSurface'];
  srid integer := greatest(coalesce(words[2]::integer, standard), 0);
  label_ text;
  kind oid := '@extschema@._migrate_modifier'::regtype;
  found_ oid;
begin
  if parts is null then
    raise exception 'Invalid geometry type modifier: %', words[1] using errcode = '22023';
  end if;
  label_ := (select name from unnest(names) as name where lower(name) = lower(parts[1]))
    || upper(coalesce(parts[2], '')) || case when srid > 0 then ',' || srid else '' end;
  if label_ = 'Geometry' then return -1; end if;
  select oid into found_ from pg_enum
  where enumtypid = kind and enumlabel = format('(%s)', label_);
  if found_ is null then
    found_ := pg_nextoid('pg_enum', 'oid', 'pg_enum_oid_index');
    insert into pg_enum (oid, enumtypid, enumsortorder, enumlabel)
    select found_, kind, count(*) + 1, format('(%s)', label_) from pg_enum where enumtypid = kind;
  end if;
  return found_::bigint::integer;
end
$$;

create function _migrate_modifier_name(modifier integer) returns text
language sql stable strict parallel safe set search_path = pg_catalog as $$
  select enumlabel::text from pg_enum where oid = greatest(modifier, 0)::oid
$$;

do $$
declare
  kind text;
  standard integer;
begin
  foreach kind in array array['geometry', 'geography'] loop
    standard := case kind when 'geography' then 4326 else 0 end;
    execute format('create type %I', kind);
    execute format('create function %1$I(%2$s) returns %3$I language internal immutable strict parallel safe as ''textin''',
      kind || '_in', case kind when 'geometry' then 'cstring' else 'cstring, oid, integer' end, kind);
    execute format('create function %I(%I) returns cstring language internal immutable strict parallel safe as ''textout''',
      kind || '_out', kind);
    execute format('create function %I(%s) returns %I language internal immutable strict as ''textrecv''',
      kind || '_recv', case kind when 'geometry' then 'internal' else 'internal, oid, integer' end, kind);
    execute format('create function %I(%I) returns bytea language internal immutable strict as ''textsend''',
      kind || '_send', kind);
    execute format('create function %I(cstring[]) returns integer language internal immutable strict as ''varchartypmodin''',
      kind || '_typmod_in');
    execute format('create function %I(integer) returns cstring language internal immutable strict as ''enum_out''',
      kind || '_typmod_out');
    execute format('create type %1$I (input = %2$I, output = %3$I, receive = %4$I, send = %5$I,
      typmod_in = %6$I, typmod_out = %7$I, like = pg_catalog.text, delimiter = '':'')',
      kind, kind || '_in', kind || '_out', kind || '_recv', kind || '_send',
      kind || '_typmod_in', kind || '_typmod_out');
    -- A copy of the text: "btrim1" finds no blanks at its ends.
    execute format('create function %1$I(text) returns %2$I language internal immutable strict parallel safe as ''btrim1''',
      '_migrate_' || kind, kind);
    execute format('create function _migrate_text(%I) returns text language internal immutable strict parallel safe as ''btrim1''',
      kind);
    perform @extschema@._migrate_in_sql(
      format('@extschema@.%I(cstring%s)', kind || '_in',
        case kind when 'geometry' then '' else ',oid,integer' end)::regprocedure,
      format('select @extschema@.%I(@extschema@._migrate_read(textin($1), %s))',
        '_migrate_' || kind, standard));
    perform @extschema@._migrate_in_sql(
      format('@extschema@.%I(cstring[])', kind || '_typmod_in')::regprocedure,
      format('select @extschema@._migrate_modify(string_to_array(array_to_string($1, '',''), '',''), %s)',
        standard));
  end loop;
end
$$;

create function _migrate_kind(value text) returns text language sql immutable strict parallel safe
return (select name from unnest(array['Point', 'LineString', 'Polygon', 'MultiPoint',
  'MultiLineString', 'MultiPolygon', 'GeometryCollection', 'CircularString', 'CompoundCurve',
  'CurvePolygon', 'MultiCurve', 'MultiSurface', 'Triangle', 'Tin', 'PolyhedralSurface']) as name
  where upper(name) = substring(value from '^(?:SRID=[0-9]+;)?([A-Z]+)'));

-- The form that a column or variable wants.
create function _migrate_fit(value text, modifier integer) returns text
language plpgsql stable strict parallel safe as $$
declare
  wanted text[] := regexp_match(@extschema@._migrate_modifier_name(modifier),
    '^\((.*?)(ZM|Z|M)?(?:,([0-9]+))?\)$');
  found_ text[] := regexp_match(value, '^(?:SRID=([0-9]+);)?([A-Z]+)(?: (ZM|Z|M) )?');
begin
  if wanted is null then return value; end if;
  if wanted[3] is not null and found_[1] is null then
    value := 'SRID=' || wanted[3] || ';' || value;
  elsif wanted[3] <> found_[1] then
    raise exception 'Geometry SRID (%) does not match column SRID (%)', found_[1], wanted[3]
      using errcode = '22023';
  end if;
  if upper(wanted[1]) not in ('GEOMETRY', found_[2])
    and not (upper(wanted[1]) = 'GEOMETRYCOLLECTION' and found_[2] like 'MULTI%')
  then
    raise exception 'Geometry type (%) does not match column type (%)',
      @extschema@._migrate_kind(value), wanted[1] using errcode = '22023';
  end if;
  if coalesce(wanted[2], '') <> coalesce(found_[3], '') then
    raise exception '%', case when wanted[2] like '%Z%' and coalesce(found_[3], '') not like '%Z%'
      then 'Column has Z dimension but geometry does not'
      when found_[3] like '%Z%' and coalesce(wanted[2], '') not like '%Z%'
      then 'Geometry has Z dimension but column does not'
      when wanted[2] like '%M%' then 'Column has M dimension but geometry does not'
      else 'Geometry has M dimension but column does not' end using errcode = '22023';
  end if;
  return value;
end
$$;
create function geometry(geometry, integer, boolean) returns geometry
language sql immutable strict parallel safe
return _migrate_geometry(_migrate_fit(_migrate_text($1), $2));
create function geography(geography, integer, boolean) returns geography
language sql immutable strict parallel safe
return _migrate_geography(_migrate_fit(_migrate_text($1), $2));
create cast (geometry as geometry) with function geometry(geometry, integer, boolean) as implicit;
create cast (geography as geography) with function geography(geography, integer, boolean) as implicit;

do $$
declare
  kind text;
begin
  foreach kind in array array['box2d', 'box3d', 'box2df', 'gidx', 'spheroid'] loop
    execute format('create type %I', kind);
    execute format('create function %I(cstring) returns %I language internal immutable strict parallel safe as ''textin''',
      kind || '_in', kind);
    execute format('create function %I(%I) returns cstring language internal immutable strict parallel safe as ''textout''',
      kind || '_out', kind);
    execute format('create type %I (input = %I, output = %I, like = pg_catalog.text)',
      kind, kind || '_in', kind || '_out');
  end loop;
  foreach kind in array array['box2d', 'box3d'] loop
    execute format('create function %1$I(text) returns %2$I language internal immutable strict parallel safe as ''btrim1''',
      '_migrate_' || kind, kind);
    execute format('create function _migrate_text(%I) returns text language internal immutable strict parallel safe as ''btrim1''',
      kind);
  end loop;
end
$$;
create type geometry_dump as (path integer[], geom geometry);
create type valid_detail as (valid boolean, reason varchar, location geometry);

create table spatial_ref_sys (
  srid integer not null primary key check (srid > 0 and srid <= 998999),
  auth_name varchar(256),
  auth_srid integer,
  srtext varchar(2048),
  proj4text varchar(2048)
);
insert into spatial_ref_sys (srid, auth_name, auth_srid, proj4text) values
  (4326, 'EPSG', 4326, '+proj=longlat +datum=WGS84 +no_defs'),
  (3857, 'EPSG', 3857, '+proj=merc +a=6378137 +b=6378137 +lat_ts=0 +lon_0=0 +units=m +no_defs');
grant select on spatial_ref_sys to public;
