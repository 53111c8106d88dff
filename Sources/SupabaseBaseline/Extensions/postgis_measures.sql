
-- Points, one after the other, and the box around them.
create function _migrate_points(geometry, out x float8, out y float8, out z float8) returns setof record
language sql immutable strict parallel safe as $$
  select split_part(item[1], ' ', 1)::float8, split_part(item[1], ' ', 2)::float8,
    nullif(case when @extschema@._migrate_text($1) ~ ' M ' then '' else split_part(item[1], ' ', 3) end, '')::float8
  from regexp_matches(@extschema@._migrate_body($1), '[-+.0-9e]+(?: [-+.0-9e]+)+', 'g')
    with ordinality as found (item, place) order by place
$$;
create function _migrate_box(geometry) returns float8[] language sql immutable strict parallel safe as $$
  select array[min(x), min(y), max(x), max(y), min(z), max(z)] from @extschema@._migrate_points($1)
$$;
create function _migrate_is_point(geometry) returns boolean language sql immutable strict parallel safe
return _migrate_body($1) ~ '^POINT.*\)$';
create function st_x(geometry) returns float8 language sql immutable strict parallel safe
return (select x from _migrate_points($1) where _migrate_is_point($1));
create function st_y(geometry) returns float8 language sql immutable strict parallel safe
return (select y from _migrate_points($1) where _migrate_is_point($1));
create function st_z(geometry) returns float8 language sql immutable strict parallel safe
return (select z from _migrate_points($1) where _migrate_is_point($1));
create function st_npoints(geometry) returns integer language sql immutable strict parallel safe
return (select count(*)::integer from _migrate_points($1));
create function st_numpoints(geometry) returns integer language sql immutable strict parallel safe
return case when geometrytype($1) = 'LINESTRING' then st_npoints($1) end;
create function st_numgeometries(geometry) returns integer language sql immutable strict parallel safe
return case when st_isempty($1) then 0 when geometrytype($1) like 'MULTI%'
    then jsonb_array_length(_migrate_coordinates($1))
  when geometrytype($1) = 'GEOMETRYCOLLECTION'
    then (select count(*)::integer from regexp_matches(_migrate_body($1), '[(,](?=[A-Z])', 'g')) else 1 end;
create function st_geometryn(geometry, integer) returns geometry
language plpgsql immutable strict parallel safe as $$
declare
  kind text := @extschema@.geometrytype($1);
  part jsonb;
begin
  if kind like 'MULTI%' then
    part := @extschema@._migrate_coordinates($1) -> ($2 - 1);
    return case when part is not null then @extschema@.st_setsrid(@extschema@.geometry(
      @extschema@._migrate_json(jsonb_build_object('type', substr(kind, 6), 'coordinates', part))),
      @extschema@.st_srid($1)) end;
  elsif kind = 'GEOMETRYCOLLECTION' then
    perform @extschema@._migrate_refuse('parts of collections');
  end if;
  return case when $2 = 1 then $1 end;
end
$$;
create function st_pointn(geometry, integer) returns geometry language sql immutable strict parallel safe
return (select st_setsrid(st_makepoint(x, y), st_srid($1))
  from (select row_number() over () as place, x, y from _migrate_points($1)) as p
  where geometrytype($1) = 'LINESTRING' and place = case when $2 > 0 then $2 else st_npoints($1) + 1 + $2 end);
create function st_startpoint(geometry) returns geometry language sql immutable strict parallel safe
return st_pointn($1, 1);
create function st_endpoint(geometry) returns geometry language sql immutable strict parallel safe
return st_pointn($1, -1);
create function st_envelope(geometry) returns geometry language sql immutable strict parallel safe as $$
  select case when b[1] is null then $1
    when b[1] = b[3] and b[2] = b[4] then @extschema@.st_setsrid(@extschema@.st_makepoint(b[1], b[2]), @extschema@.st_srid($1))
    else @extschema@.st_makeenvelope(b[1], b[2], b[3], b[4], @extschema@.st_srid($1)) end
  from (select @extschema@._migrate_box($1) as b) as one
$$;
create function box2d(geometry) returns box2d language sql immutable strict parallel safe as $$
  select @extschema@._migrate_box2d(format('BOX(%s %s,%s %s)', b[1], b[2], b[3], b[4]))
  from (select @extschema@._migrate_box($1) as b) as one where b[1] is not null
$$;
create function box3d(geometry) returns box3d language sql immutable strict parallel safe as $$
  select @extschema@._migrate_box3d(format('BOX3D(%s %s %s,%s %s %s)', b[1], b[2], coalesce(b[5], 0), b[3], b[4], coalesce(b[6], 0)))
  from (select @extschema@._migrate_box($1) as b) as one where b[1] is not null
$$;
create function box2d(box3d) returns box2d language sql immutable strict parallel safe
return _migrate_box2d(regexp_replace(replace(_migrate_text($1), 'BOX3D', 'BOX'),
  '([-+.0-9e]+ [-+.0-9e]+) [-+.0-9e]+', '\1', 'g'));
create function box3d(box2d) returns box3d language sql immutable strict parallel safe
return _migrate_box3d(regexp_replace(replace(_migrate_text($1), 'BOX', 'BOX3D'),
  '([-+.0-9e]+ [-+.0-9e]+)', '\1 0', 'g'));
create function _migrate_corner(box3d, integer) returns float8 language sql immutable strict parallel safe
return (regexp_match(_migrate_text($1), '\((.*?) (.*?) (.*?),(.*?) (.*?) (.*?)\)'))[$2]::float8;
create function st_xmin(box3d) returns float8 language sql immutable strict parallel safe return _migrate_corner($1, 1);
create function st_ymin(box3d) returns float8 language sql immutable strict parallel safe return _migrate_corner($1, 2);
create function st_zmin(box3d) returns float8 language sql immutable strict parallel safe return _migrate_corner($1, 3);
create function st_xmax(box3d) returns float8 language sql immutable strict parallel safe return _migrate_corner($1, 4);
create function st_ymax(box3d) returns float8 language sql immutable strict parallel safe return _migrate_corner($1, 5);
create function st_zmax(box3d) returns float8 language sql immutable strict parallel safe return _migrate_corner($1, 6);
create function geometry(box3d) returns geometry language sql immutable strict parallel safe
return st_makeenvelope(st_xmin($1), st_ymin($1), st_xmax($1), st_ymax($1));
create function geometry(box2d) returns geometry language sql immutable strict parallel safe
return geometry(box3d($1));
create function st_makebox2d(geom1 geometry, geom2 geometry) returns box2d
language sql immutable strict parallel safe
return _migrate_box2d(format('BOX(%s %s,%s %s)', st_x($1), st_y($1), st_x($2), st_y($2)));
create function point(geometry) returns point language sql immutable strict parallel safe
return point(st_x($1), st_y($1));
create function geometry(point) returns geometry language sql immutable strict parallel safe
return st_makepoint(($1)[0], ($1)[1]);

create function st_transform(geometry, integer) returns geometry
language plpgsql immutable strict parallel safe as $$
declare
  source integer := @extschema@.st_srid($1);
  value text := @extschema@._migrate_body($1);
  point record;
begin
  if source = $2 then return $1; end if;
  if (source, $2) not in ((4326, 3857), (3857, 4326)) or not @extschema@._migrate_is_point($1) then
    perform @extschema@._migrate_refuse(format('st_transform from %s to %s', source, $2));
  end if;
  select * into point from @extschema@._migrate_points($1);
  return @extschema@.st_setsrid(case when $2 = 3857
    then @extschema@.st_makepoint(radians(point.x) * 6378137, ln(tan(pi() / 4 + radians(point.y) / 2)) * 6378137)
    else @extschema@.st_makepoint(degrees(point.x / 6378137), degrees(2 * atan(exp(point.y / 6378137)) - pi() / 2)) end, $2);
end
$$;

-- Distances of points, on the plane, the sphere and (by Vincenty's formula) the spheroid WGS 84.
create function _migrate_need_points(what text, one geometry, two geometry) returns boolean
language plpgsql immutable strict parallel safe as $$
begin
  if not (@extschema@._migrate_is_point(one) and @extschema@._migrate_is_point(two)) then
    perform @extschema@._migrate_refuse(what || ' of anything but points');
  end if;
  return true;
end
$$;
create function st_distance(geom1 geometry, geom2 geometry) returns float8
language sql immutable strict parallel safe
return case when _migrate_need_points('st_distance', $1, $2)
  then sqrt((st_x($1) - st_x($2)) ^ 2 + (st_y($1) - st_y($2)) ^ 2) end;
create function st_distancesphere(geom1 geometry, geom2 geometry) returns float8
language sql immutable strict parallel safe
return case when _migrate_need_points('st_distancesphere', $1, $2) then 2 * 6371008.771415 * asin(sqrt(least(1,
  sin(radians(st_y($2) - st_y($1)) / 2) ^ 2 + cos(radians(st_y($1))) * cos(radians(st_y($2)))
    * sin(radians(st_x($2) - st_x($1)) / 2) ^ 2))) end;
create function _migrate_spheroid_distance(x1 float8, y1 float8, x2 float8, y2 float8) returns float8
language plpgsql immutable strict parallel safe as $$
declare
  a constant float8 := 6378137;
  f constant float8 := 1 / 298.257223563;
  b constant float8 := 6378137 * (1 - 1 / 298.257223563);
  u1 float8 := atan((1 - f) * tan(radians(y1)));
  u2 float8 := atan((1 - f) * tan(radians(y2)));
  l float8 := radians(x2 - x1);
  lambda float8 := l;
  before float8;
  sin_s float8; cos_s float8; sigma float8; sin_a float8; cos2_a float8; cos_m float8; c float8; u float8;
  large float8; small float8;
begin
  for i in 1..200 loop
    sin_s := sqrt((cos(u2) * sin(lambda)) ^ 2 + (cos(u1) * sin(u2) - sin(u1) * cos(u2) * cos(lambda)) ^ 2);
    if sin_s = 0 then return 0; end if;
    cos_s := sin(u1) * sin(u2) + cos(u1) * cos(u2) * cos(lambda);
    sigma := atan2(sin_s, cos_s);
    sin_a := cos(u1) * cos(u2) * sin(lambda) / sin_s;
    cos2_a := 1 - sin_a ^ 2;
    cos_m := case when cos2_a = 0 then 0 else cos_s - 2 * sin(u1) * sin(u2) / cos2_a end;
    c := f / 16 * cos2_a * (4 + f * (4 - 3 * cos2_a));
    before := lambda;
    lambda := l + (1 - c) * f * sin_a * (sigma + c * sin_s * (cos_m + c * cos_s * (2 * cos_m ^ 2 - 1)));
    exit when abs(lambda - before) < 1e-12;
    if i = 200 then perform @extschema@._migrate_refuse('the distance of points that lie opposite'); end if;
  end loop;
  u := cos2_a * (a ^ 2 - b ^ 2) / b ^ 2;
  large := 1 + u / 16384 * (4096 + u * (-768 + u * (320 - 175 * u)));
  small := u / 1024 * (256 + u * (-128 + u * (74 - 47 * u)));
  return b * large * (sigma - small * sin_s * (cos_m + small / 4 * (cos_s * (2 * cos_m ^ 2 - 1)
    - small / 6 * cos_m * (4 * sin_s ^ 2 - 3) * (4 * cos_m ^ 2 - 3))));
end
$$;
create function st_distance(geog1 geography, geog2 geography, use_spheroid boolean default true)
returns float8 language sql immutable strict parallel safe
return case when not use_spheroid then st_distancesphere(geometry($1), geometry($2))
  when _migrate_need_points('st_distance', geometry($1), geometry($2)) then _migrate_spheroid_distance(
    st_x(geometry($1)), st_y(geometry($1)), st_x(geometry($2)), st_y(geometry($2))) end;
create function st_distance(text, text) returns float8 language sql immutable strict parallel safe
return st_distance(geometry($1), geometry($2));
create function st_distancespheroid(geom1 geometry, geom2 geometry) returns float8
language sql immutable strict parallel safe
return case when _migrate_need_points('st_distancespheroid', $1, $2)
  then _migrate_spheroid_distance(st_x($1), st_y($1), st_x($2), st_y($2)) end;
create function st_dwithin(geom1 geometry, geom2 geometry, float8) returns boolean
language sql immutable strict parallel safe return st_distance($1, $2) <= $3;
create function st_dwithin(geog1 geography, geog2 geography, tolerance float8, use_spheroid boolean default true)
returns boolean language sql immutable strict parallel safe
return st_distance($1, $2, $4) <= $3;
create function st_dwithin(text, text, float8) returns boolean language sql immutable strict parallel safe
return st_dwithin(geometry($1), geometry($2), $3);
create function st_length(geometry) returns float8 language sql immutable strict parallel safe
return case when geometrytype($1) = 'LINESTRING' then (select coalesce(sum(step), 0) from (
    select sqrt((x - lag(x) over w) ^ 2 + (y - lag(y) over w) ^ 2) as step
    from _migrate_points($1) with ordinality as p (x, y, z, place) window w as (order by place)) as steps)
  when geometrytype($1) in ('POINT', 'MULTIPOINT', 'POLYGON', 'MULTIPOLYGON') then 0
  else _migrate_refuse('st_length of ' || geometrytype($1))::float8 end;

-- Relations: of points with points and polygons, and of whatever lies apart.
create function _migrate_apart(one geometry, two geometry) returns boolean
language sql immutable strict parallel safe as $$
  select coalesce(a[3] < b[1] or b[3] < a[1] or a[4] < b[2] or b[4] < a[2], true)
  from (select @extschema@._migrate_box(one) as a, @extschema@._migrate_box(two) as b) as boxes
$$;
-- 1 inside, 0 on the edge, -1 outside.
create function _migrate_place(shape geometry, at geometry) returns integer
language plpgsql immutable strict parallel safe as $$
declare
  polygons jsonb := @extschema@._migrate_coordinates(shape);
  ring jsonb;
  px float8 := @extschema@.st_x(at);
  py float8 := @extschema@.st_y(at);
  inside boolean;
  x1 float8; y1 float8; x2 float8; y2 float8;
begin
  if @extschema@.geometrytype(shape) = 'POLYGON' then polygons := jsonb_build_array(polygons); end if;
  for i in 0..jsonb_array_length(polygons) - 1 loop
    inside := false;
    for ring in select * from jsonb_array_elements(polygons -> i) loop
      for j in 0..jsonb_array_length(ring) - 2 loop
        x1 := ring -> j -> 0; y1 := ring -> j -> 1; x2 := ring -> j + 1 -> 0; y2 := ring -> j + 1 -> 1;
        if (px - x1) * (y2 - y1) = (py - y1) * (x2 - x1)
          and px between least(x1, x2) and greatest(x1, x2) and py between least(y1, y2) and greatest(y1, y2)
        then
          return 0;
        end if;
        if (y1 > py) <> (y2 > py) and px < (x2 - x1) * (py - y1) / (y2 - y1) + x1 then
          inside := not inside;
        end if;
      end loop;
    end loop;
    if inside then return 1; end if;
  end loop;
  return -1;
end
$$;
create function _migrate_relate(what text, shape geometry, at geometry, least_place integer) returns boolean
language plpgsql immutable strict parallel safe as $$
begin
  if @extschema@.st_srid(shape) <> @extschema@.st_srid(at) then
    raise exception '%: Operation on mixed SRID geometries (% != %)', what,
      @extschema@.st_srid(shape), @extschema@.st_srid(at) using errcode = 'XX000';
  end if;
  if @extschema@._migrate_apart(shape, at) then return false; end if;
  if @extschema@._migrate_is_point(at) then
    if @extschema@._migrate_is_point(shape) then return true; end if;
    if @extschema@.geometrytype(shape) in ('POLYGON', 'MULTIPOLYGON') then
      return @extschema@._migrate_place(shape, at) >= least_place;
    end if;
  end if;
  perform @extschema@._migrate_refuse(format('%s of %s and %s', what,
    @extschema@.geometrytype(shape), @extschema@.geometrytype(at)));
end
$$;
create function st_contains(geom1 geometry, geom2 geometry) returns boolean language sql immutable strict parallel safe
return _migrate_relate('st_contains', $1, $2, 1);
create function st_within(geom1 geometry, geom2 geometry) returns boolean language sql immutable strict parallel safe
return _migrate_relate('st_within', $2, $1, 1);
create function st_covers(geom1 geometry, geom2 geometry) returns boolean language sql immutable strict parallel safe
return _migrate_relate('st_covers', $1, $2, 0);
create function st_coveredby(geom1 geometry, geom2 geometry) returns boolean language sql immutable strict parallel safe
return _migrate_relate('st_coveredby', $2, $1, 0);
create function st_intersects(geom1 geometry, geom2 geometry) returns boolean language sql immutable strict parallel safe
return case when _migrate_is_point($1) then _migrate_relate('st_intersects', $2, $1, 0)
  else _migrate_relate('st_intersects', $1, $2, 0) end;
create function st_disjoint(geom1 geometry, geom2 geometry) returns boolean language sql immutable strict parallel safe
return not st_intersects($1, $2);
create function st_equals(geom1 geometry, geom2 geometry) returns boolean language sql immutable strict parallel safe
return case when _migrate_text($1) = _migrate_text($2) then true else
  _migrate_is_point($1) and _migrate_is_point($2) and not _migrate_apart($1, $2) end;
