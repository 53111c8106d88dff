
-- All other functions, by volatility and result: dumps grant rights on each of them, and bodies of functions name them.
do $do$
declare
  part text;
  declared text;
  parts text[];
  name text;
begin
  foreach part in array string_to_array(btrim($list$
@immutable
st_maximuminscribedcircle(geometry, out center geometry, out nearest geometry, out radius float8);
st_minimumboundingradius(geometry, out center geometry, out radius float8);
@immutable bigint
_st_sortablehash(geom geometry);
@immutable bool
geography_spgist_leaf_consistent_nd(internal, internal);
geometry_spgist_leaf_consistent_2d(internal, internal);
geometry_spgist_leaf_consistent_3d(internal, internal);
geometry_spgist_leaf_consistent_nd(internal, internal); postgis_hasbbox(geometry);
st_cpawithin(geometry, geometry, float8); st_isvalidtrajectory(geometry);
st_pointinsidecircle(geometry, float8, float8, float8); st_relatematch(text, text);
@volatile bool
geography_analyze(internal); geography_gist_consistent(internal, geography, integer);
geometry_analyze(internal); geometry_gist_consistent_2d(internal, geometry, integer);
geometry_gist_consistent_nd(internal, geometry, integer); longtransactionsenabled();
@immutable boolean
_st_3ddfullywithin(geom1 geometry, geom2 geometry, float8);
_st_3ddwithin(geom1 geometry, geom2 geometry, float8); _st_3dintersects(geom1 geometry, geom2 geometry);
_st_contains(geom1 geometry, geom2 geometry); _st_containsproperly(geom1 geometry, geom2 geometry);
_st_coveredby(geog1 geography, geog2 geography); _st_coveredby(geom1 geometry, geom2 geometry);
_st_covers(geog1 geography, geog2 geography); _st_covers(geom1 geometry, geom2 geometry);
_st_crosses(geom1 geometry, geom2 geometry); _st_dfullywithin(geom1 geometry, geom2 geometry, float8);
_st_dwithin(geog1 geography, geog2 geography, tolerance float8, use_spheroid boolean default true);
_st_dwithin(geom1 geometry, geom2 geometry, float8); _st_dwithinuncached(geography, geography, float8);
_st_dwithinuncached(geography, geography, float8, boolean); _st_equals(geom1 geometry, geom2 geometry);
_st_intersects(geom1 geometry, geom2 geometry); _st_orderingequals(geom1 geometry, geom2 geometry);
_st_overlaps(geom1 geometry, geom2 geometry); _st_touches(geom1 geometry, geom2 geometry);
_st_within(geom1 geometry, geom2 geometry); contains_2d(box2df, box2df); contains_2d(box2df, geometry);
contains_2d(geometry, box2df); equals(geom1 geometry, geom2 geometry); is_contained_2d(box2df, box2df);
is_contained_2d(box2df, geometry); is_contained_2d(geometry, box2df); overlaps_2d(box2df, box2df);
overlaps_2d(box2df, geometry); overlaps_2d(geometry, box2df); overlaps_geog(geography, gidx);
overlaps_geog(gidx, geography); overlaps_geog(gidx, gidx); overlaps_nd(geometry, gidx);
overlaps_nd(gidx, geometry); overlaps_nd(gidx, gidx);
st_3ddfullywithin(geom1 geometry, geom2 geometry, float8);
st_3ddwithin(geom1 geometry, geom2 geometry, float8); st_3dintersects(geom1 geometry, geom2 geometry);
st_containsproperly(geom1 geometry, geom2 geometry); st_coveredby(geog1 geography, geog2 geography);
st_coveredby(text, text); st_covers(geog1 geography, geog2 geography); st_covers(text, text);
st_crosses(geom1 geometry, geom2 geometry); st_dfullywithin(geom1 geometry, geom2 geometry, float8);
st_hasarc(geometry geometry); st_intersects(geog1 geography, geog2 geography); st_intersects(text, text);
st_isclosed(geometry); st_iscollection(geometry); st_ispolygonccw(geometry); st_ispolygoncw(geometry);
st_isring(geometry); st_issimple(geometry); st_isvalid(geometry, integer);
st_orderingequals(geom1 geometry, geom2 geometry); st_overlaps(geom1 geometry, geom2 geometry);
st_relate(geom1 geometry, geom2 geometry, text); st_touches(geom1 geometry, geom2 geometry);
@volatile boolean
addauth(text); geog_brin_inclusion_add_value(internal, internal, internal, internal);
geom2d_brin_inclusion_add_value(internal, internal, internal, internal);
geom3d_brin_inclusion_add_value(internal, internal, internal, internal);
geom4d_brin_inclusion_add_value(internal, internal, internal, internal);
@immutable box
box(box3d); box(geometry); box3dtobox(box3d);
@immutable box2d
postgis_getbbox(geometry); st_box2dfromgeohash(text, integer default null); st_combinebbox(box2d, geometry);
st_expand(box box2d, dx float8, dy float8); st_expand(box2d, float8);
@stable box2d
_postgis_index_extent(tbl regclass, col text); st_estimatedextent(text, text);
st_estimatedextent(text, text, text); st_estimatedextent(text, text, text, boolean);
st_findextent(text, text); st_findextent(text, text, text);
@immutable box3d
st_3dmakebox(geom1 geometry, geom2 geometry); st_combinebbox(box3d, box3d); st_combinebbox(box3d, geometry);
st_expand(box box3d, dx float8, dy float8, dz float8 default 0); st_expand(box3d, float8);
@immutable bytea
bytea(geography); bytea(geometry); pgis_asflatgeobuf_finalfn(internal); pgis_asgeobuf_finalfn(internal);
pgis_asmvt_finalfn(internal); pgis_asmvt_serialfn(internal); pgis_geometry_union_parallel_serialfn(internal);
st_asbinary(geography); st_asbinary(geography, text); st_asbinary(geometry); st_asbinary(geometry, text);
st_asewkb(geometry); st_asewkb(geometry, text);
st_astwkb(geom geometry, prec integer default null, prec_z integer default null, prec_m integer default null,
with_sizes boolean default null, with_boxes boolean default null);
st_astwkb(geom geometry[], ids bigint[], prec integer default null, prec_z integer default null, prec_m
integer default null, with_sizes boolean default null, with_boxes boolean default null);
@immutable float8
_st_distancetree(geography, geography); _st_distancetree(geography, geography, float8, boolean);
_st_distanceuncached(geography, geography); _st_distanceuncached(geography, geography, boolean);
_st_distanceuncached(geography, geography, float8, boolean); _st_maxdistance(geom1 geometry, geom2 geometry);
st_3ddistance(geom1 geometry, geom2 geometry); st_3dlength(geometry);
st_3dmaxdistance(geom1 geometry, geom2 geometry); st_3dperimeter(geometry);
st_angle(line1 geometry, line2 geometry);
st_angle(pt1 geometry, pt2 geometry, pt3 geometry, pt4 geometry default 'POINT EMPTY'::geometry);
st_area(geog geography, use_spheroid boolean default true); st_area(geometry); st_area(text);
st_area2d(geometry); st_azimuth(geog1 geography, geog2 geography); st_azimuth(geom1 geometry, geom2 geometry);
st_closestpointofapproach(geometry, geometry); st_distancecpa(geometry, geometry);
st_distancesphere(geom1 geometry, geom2 geometry, radius float8);
st_distancespheroid(geom1 geometry, geom2 geometry, spheroid);
st_frechetdistance(geom1 geometry, geom2 geometry, float8 default -1);
st_hausdorffdistance(geom1 geometry, geom2 geometry);
st_hausdorffdistance(geom1 geometry, geom2 geometry, float8);
st_interpolatepoint(line geometry, point geometry);
st_length(geog geography, use_spheroid boolean default true); st_length(text); st_length2d(geometry);
st_length2dspheroid(geometry, spheroid); st_lengthspheroid(geometry, spheroid);
st_linelocatepoint(geom1 geometry, geom2 geometry); st_m(geometry);
st_maxdistance(geom1 geometry, geom2 geometry); st_minimumclearance(geometry);
st_perimeter(geog geography, use_spheroid boolean default true); st_perimeter(geometry);
st_perimeter2d(geometry);
@volatile float8
_postgis_join_selectivity(regclass, text, regclass, text, text default '2');
_postgis_selectivity(tbl regclass, att_name text, geom geometry, mode text default '2');
geography_gist_distance(internal, geography, integer); geometry_gist_distance_2d(internal, geometry, integer);
geometry_gist_distance_nd(internal, geometry, integer);
gserialized_gist_joinsel_2d(internal, oid, internal, smallint);
gserialized_gist_joinsel_nd(internal, oid, internal, smallint);
gserialized_gist_sel_2d(internal, oid, internal, integer);
gserialized_gist_sel_nd(internal, oid, internal, integer);
@immutable geography
_st_expand(geography, float8); _st_pointoutside(geography); st_buffer(geography, float8);
st_buffer(geography, float8, integer); st_buffer(geography, float8, text);
st_centroid(geography, use_spheroid boolean default true); st_intersection(geography, geography);
st_project(geog geography, distance float8, azimuth float8);
st_segmentize(geog geography, max_segment_length float8);
@immutable geometry
_st_geomfromgml(text, integer); _st_longestline(geom1 geometry, geom2 geometry);
_st_voronoi(g1 geometry, clip geometry default null, tolerance float8 default 0.0, return_polygons boolean
default true);
geometry(path); geometry(polygon); pgis_geometry_union_parallel_finalfn(internal); postgis_addbbox(geometry);
postgis_dropbbox(geometry); postgis_geos_noop(geometry); postgis_noop(geometry);
postgis_transform_geometry(geom geometry, text, text, int); st_3dclosestpoint(geom1 geometry, geom2 geometry);
st_3dlineinterpolatepoint(geometry, float8); st_3dlongestline(geom1 geometry, geom2 geometry);
st_3dshortestline(geom1 geometry, geom2 geometry); st_addmeasure(geometry, float8, float8);
st_addpoint(geom1 geometry, geom2 geometry); st_addpoint(geom1 geometry, geom2 geometry, integer);
st_affine(geometry, float8, float8, float8, float8, float8, float8);
st_affine(geometry, float8, float8, float8, float8, float8, float8, float8, float8, float8, float8, float8,
float8);
st_asmvtgeom(geom geometry, bounds box2d, extent integer default 4096, buffer integer default 256, clip_geom
bool default true);
st_bdmpolyfromtext(text, integer); st_bdpolyfromtext(text, integer); st_boundary(geometry);
st_boundingdiagonal(geom geometry, fits boolean default false);
st_buffer(geom geometry, radius float8, options text default '');
st_buffer(geom geometry, radius float8, quadsegs integer); st_buffer(text, float8);
st_buffer(text, float8, integer); st_buffer(text, float8, text); st_buildarea(geometry);
st_centroid(geometry); st_centroid(text);
st_chaikinsmoothing(geometry, integer default 1, boolean default false); st_cleangeometry(geometry);
st_clipbybox2d(geom geometry, box box2d); st_closestpoint(geom1 geometry, geom2 geometry);
st_collectionextract(geometry); st_collectionextract(geometry, integer); st_collectionhomogenize(geometry);
st_concavehull(param_geom geometry, param_pctconvex float, param_allow_holes boolean default false);
st_convexhull(geometry);
st_curvetoline(geom geometry, tol float8 default 32, toltype integer default 0, flags integer default 0);
st_delaunaytriangles(g1 geometry, tolerance float8 default 0.0, flags integer default 0);
st_difference(geom1 geometry, geom2 geometry, gridsize float8 default -1.0);
st_expand(geom geometry, dx float8, dy float8, dz float8 default 0, dm float8 default 0);
st_expand(geometry, float8); st_exteriorring(geometry);
st_filterbym(geometry, float8, float8 default null, boolean default false); st_flipcoordinates(geometry);
st_force3d(geom geometry, zvalue float8 default 0.0); st_force3dm(geom geometry, mvalue float8 default 0.0);
st_force3dz(geom geometry, zvalue float8 default 0.0);
st_force4d(geom geometry, zvalue float8 default 0.0, mvalue float8 default 0.0); st_forcecollection(geometry);
st_forcecurve(geometry); st_forcepolygonccw(geometry); st_forcepolygoncw(geometry); st_forcerhr(geometry);
st_forcesfs(geometry); st_forcesfs(geometry, version text);
st_generatepoints(area geometry, npoints integer, seed integer); st_geomcollfromwkb(bytea);
st_geomcollfromwkb(bytea, int);
st_geometricmedian(g geometry, tolerance float8 default null, max_iter int default 10000,
fail_if_not_converged boolean default false);
st_geomfromgeohash(text, integer default null); st_geomfromgml(text); st_geomfromgml(text, integer);
st_geomfromkml(text); st_geomfrommarc21(marc21xml text); st_geomfromtwkb(bytea); st_gmltosql(text);
st_gmltosql(text, integer);
st_hexagon(size float8, cell_i integer, cell_j integer, origin geometry default 'POINT(0 0)');
st_interiorringn(geometry, integer);
st_intersection(geom1 geometry, geom2 geometry, gridsize float8 default -1); st_intersection(text, text);
st_letters(letters text, font json default null);
st_linefromencodedpolyline(txtin text, nprecision integer default 5); st_linefrommultipoint(geometry);
st_linefromwkb(bytea); st_linefromwkb(bytea, int); st_lineinterpolatepoint(geometry, float8);
st_lineinterpolatepoints(geometry, float8, repeat boolean default true); st_linemerge(geometry);
st_linemerge(geometry, boolean); st_linestringfromwkb(bytea); st_linestringfromwkb(bytea, int);
st_linesubstring(geometry, float8, float8); st_linetocurve(geometry geometry);
st_locatealong(geometry geometry, measure float8, leftrightoffset float8 default 0.0);
st_locatebetween(geometry geometry, frommeasure float8, tomeasure float8, leftrightoffset float8 default 0.0);
st_locatebetweenelevations(geometry geometry, fromelevation float8, toelevation float8);
st_longestline(geom1 geometry, geom2 geometry); st_makepolygon(geometry, geometry[]);
st_makevalid(geom geometry, params text);
st_minimumboundingcircle(inputgeom geometry, segs_per_quarter integer default 48);
st_minimumclearanceline(geometry); st_mlinefromwkb(bytea); st_mlinefromwkb(bytea, int);
st_mpointfromwkb(bytea); st_mpointfromwkb(bytea, int); st_mpolyfromwkb(bytea); st_mpolyfromwkb(bytea, int);
st_multilinefromwkb(bytea); st_multipointfromwkb(bytea); st_multipointfromwkb(bytea, int);
st_multipolyfromwkb(bytea); st_multipolyfromwkb(bytea, int); st_node(g geometry); st_normalize(geom geometry);
st_offsetcurve(line geometry, distance float8, params text default ''); st_orientedenvelope(geometry);
st_patchn(geometry, integer); st_pointfromgeohash(text, integer default null); st_pointfromwkb(bytea);
st_pointfromwkb(bytea, int);
st_pointm(xcoordinate float8, ycoordinate float8, mcoordinate float8, srid integer default 0);
st_pointonsurface(geometry); st_points(geometry);
st_pointzm(xcoordinate float8, ycoordinate float8, zcoordinate float8, mcoordinate float8, srid integer
default 0);
st_polyfromwkb(bytea); st_polyfromwkb(bytea, int); st_polygonfromwkb(bytea); st_polygonfromwkb(bytea, int);
st_polygonize(geometry[]);
st_quantizecoordinates(g geometry, prec_x int, prec_y int default null, prec_z int default null, prec_m int
default null);
st_reduceprecision(geom geometry, gridsize float8); st_removepoint(geometry, integer);
st_removerepeatedpoints(geom geometry, tolerance float8 default 0.0); st_reverse(geometry);
st_rotate(geometry, float8); st_rotate(geometry, float8, float8, float8);
st_rotate(geometry, float8, geometry); st_rotatex(geometry, float8); st_rotatey(geometry, float8);
st_rotatez(geometry, float8); st_scale(geometry, float8, float8); st_scale(geometry, float8, float8, float8);
st_scale(geometry, geometry); st_scale(geometry, geometry, origin geometry); st_scroll(geometry, geometry);
st_segmentize(geometry, float8); st_seteffectivearea(geometry, float8 default -1, integer default 1);
st_setpoint(geometry, integer, geometry); st_sharedpaths(geom1 geometry, geom2 geometry);
st_shiftlongitude(geometry); st_shortestline(geom1 geometry, geom2 geometry); st_simplify(geometry, float8);
st_simplify(geometry, float8, boolean);
st_simplifypolygonhull(geom geometry, vertex_fraction float8, is_outer boolean default true);
st_simplifypreservetopology(geometry, float8); st_simplifyvw(geometry, float8);
st_snap(geom1 geometry, geom2 geometry, float8);
st_snaptogrid(geom1 geometry, geom2 geometry, float8, float8, float8, float8);
st_snaptogrid(geometry, float8); st_snaptogrid(geometry, float8, float8);
st_snaptogrid(geometry, float8, float8, float8, float8); st_split(geom1 geometry, geom2 geometry);
st_square(size float8, cell_i integer, cell_j integer, origin geometry default 'POINT(0 0)');
st_swapordinates(geom geometry, ords cstring);
st_symdifference(geom1 geometry, geom2 geometry, gridsize float8 default -1.0);
st_tileenvelope(zoom integer, x integer, y integer, bounds geometry default
'SRID=3857;LINESTRING(-20037508.342789244 -20037508.342789244, 20037508.342789244
20037508.342789244)'::geometry, margin float8 default 0.0);
st_transform(geom geometry, from_proj text, to_proj text);
st_transform(geom geometry, from_proj text, to_srid integer); st_transform(geom geometry, to_proj text);
st_translate(geometry, float8, float8); st_translate(geometry, float8, float8, float8);
st_transscale(geometry, float8, float8, float8, float8); st_triangulatepolygon(g1 geometry);
st_unaryunion(geometry, gridsize float8 default -1.0); st_union(geom1 geometry, geom2 geometry);
st_union(geom1 geometry, geom2 geometry, gridsize float8);
st_voronoilines(g1 geometry, tolerance float8 default 0.0, extend_to geometry default null);
st_voronoipolygons(g1 geometry, tolerance float8 default 0.0, extend_to geometry default null);
st_wrapx(geom geometry, wrap float8, move float8);
@volatile geometry
pgis_geometry_collect_finalfn(internal); pgis_geometry_makeline_finalfn(internal);
pgis_geometry_polygonize_finalfn(internal); st_generatepoints(area geometry, npoints integer);
st_symmetricdifference(geom1 geometry, geom2 geometry);
@immutable geometry[]
st_clusterintersecting(geometry[]); st_clusterwithin(geometry[], float8);
@volatile geometry[]
pgis_geometry_clusterintersecting_finalfn(internal); pgis_geometry_clusterwithin_finalfn(internal);
@immutable int
st_clusterdbscan(geometry, eps float8, minpoints int);
@volatile int
checkauth(text, text); checkauth(text, text, text); lockrow(text, text, text);
lockrow(text, text, text, text); lockrow(text, text, text, text, timestamp);
lockrow(text, text, text, timestamp); unlockrows(text);
@immutable integer
_st_bestsrid(geography); _st_bestsrid(geography, geography);
_st_linecrossingdirection(line1 geometry, line2 geometry); st_dimension(geometry);
st_linecrossingdirection(line1 geometry, line2 geometry); st_memsize(geometry); st_nrings(geometry);
st_numinteriorring(geometry); st_numinteriorrings(geometry); st_numpatches(geometry);
@stable integer
find_srid(varchar, varchar, varchar);
postgis_constraint_dims(geomschema text, geomtable text, geomcolumn text);
postgis_constraint_srid(geomschema text, geomtable text, geomcolumn text);
@volatile integer
populate_geometry_columns(tbl_oid oid, use_typmod boolean default true);
st_clusterkmeans(geom geometry, k integer, max_radius float8 default null);
@immutable internal
geography_spgist_compress_nd(internal); geometry_spgist_compress_2d(internal);
geometry_spgist_compress_3d(internal); geometry_spgist_compress_nd(internal);
pgis_asflatgeobuf_transfn(internal, anyelement); pgis_asflatgeobuf_transfn(internal, anyelement, bool);
pgis_asflatgeobuf_transfn(internal, anyelement, bool, text); pgis_asgeobuf_transfn(internal, anyelement);
pgis_asgeobuf_transfn(internal, anyelement, text); pgis_asmvt_combinefn(internal, internal);
pgis_asmvt_deserialfn(bytea, internal); pgis_asmvt_transfn(internal, anyelement);
pgis_asmvt_transfn(internal, anyelement, text); pgis_asmvt_transfn(internal, anyelement, text, integer);
pgis_asmvt_transfn(internal, anyelement, text, integer, text);
pgis_asmvt_transfn(internal, anyelement, text, integer, text, text);
pgis_geometry_union_parallel_combinefn(internal, internal);
pgis_geometry_union_parallel_deserialfn(bytea, internal);
pgis_geometry_union_parallel_transfn(internal, geometry);
pgis_geometry_union_parallel_transfn(internal, geometry, float8);
@volatile internal
geography_gist_compress(internal); geography_gist_decompress(internal);
geography_gist_penalty(internal, internal, internal); geography_gist_picksplit(internal, internal);
geography_gist_same(box2d, box2d, internal); geography_gist_union(bytea, internal);
geometry_gist_compress_2d(internal); geometry_gist_compress_nd(internal);
geometry_gist_decompress_2d(internal); geometry_gist_decompress_nd(internal);
geometry_gist_penalty_2d(internal, internal, internal);
geometry_gist_penalty_nd(internal, internal, internal); geometry_gist_picksplit_2d(internal, internal);
geometry_gist_picksplit_nd(internal, internal);
geometry_gist_same_2d(geom1 geometry, geom2 geometry, internal);
geometry_gist_same_nd(geometry, geometry, internal); geometry_gist_union_2d(bytea, internal);
geometry_gist_union_nd(bytea, internal); pgis_geometry_accum_transfn(internal, geometry);
pgis_geometry_accum_transfn(internal, geometry, float8);
pgis_geometry_accum_transfn(internal, geometry, float8, int); postgis_index_supportfn(internal);
@immutable path
path(geometry);
@immutable polygon
polygon(geometry);
@immutable setof anyelement
st_fromflatgeobuf(anyelement, bytea);
@immutable setof geometry
st_subdivide(geom geometry, maxvertices integer default 256, gridsize float8 default -1.0);
@immutable setof geometry_dump
st_dump(geometry); st_dumppoints(geometry); st_dumprings(geometry); st_dumpsegments(geometry);
@immutable setof record
st_hexagongrid(size float8, bounds geometry, out geom geometry, out i integer, out j integer);
st_squaregrid(size float8, bounds geometry, out geom geometry, out i integer, out j integer);
@immutable smallint
st_coorddim(geometry geometry); st_ndims(geometry); st_zmflag(geometry);
@immutable text
_postgis_scripts_pgsql_version(); _st_asgml(integer, geometry, integer, integer, text, text);
_st_asx3d(integer, geometry, integer, integer, text); get_proj4_from_srid(integer); postgis_geos_version();
postgis_lib_build_date(); postgis_lib_revision(); postgis_libjson_version(); postgis_liblwgeom_version();
postgis_libprotobuf_version(); postgis_libxml_version(); postgis_proj_version(); postgis_scripts_build_date();
postgis_scripts_installed(); postgis_scripts_released(); postgis_svn_version(); postgis_wagyu_version();
st_asencodedpolyline(geom geometry, nprecision integer default 5); st_asewkt(geography, integer);
st_asewkt(geometry, integer);
st_asgml(geog geography, maxdecimaldigits integer default 15, options integer default 0, nprefix text default
'gml', id text default '');
st_asgml(geom geometry, maxdecimaldigits integer default 15, options integer default 0); st_asgml(text);
st_asgml(version integer, geog geography, maxdecimaldigits integer default 15, options integer default 0,
nprefix text default 'gml', id text default '');
st_asgml(version integer, geom geometry, maxdecimaldigits integer default 15, options integer default 0,
nprefix text default null, id text default null);
st_ashexewkb(geometry); st_ashexewkb(geometry, text);
st_askml(geog geography, maxdecimaldigits integer default 15, nprefix text default '');
st_askml(geom geometry, maxdecimaldigits integer default 15, nprefix TEXT default ''); st_askml(text);
st_aslatlontext(geom geometry, tmpl text default '');
st_asmarc21(geom geometry, format text default 'hdddmmss');
st_assvg(geog geography, rel integer default 0, maxdecimaldigits integer default 15);
st_assvg(geom geometry, rel integer default 0, maxdecimaldigits integer default 15); st_assvg(text);
st_astext(geography, integer); st_astext(geometry, integer);
st_asx3d(geom geometry, maxdecimaldigits integer default 15, options integer default 0);
st_geohash(geog geography, maxchars integer default 0); st_geohash(geom geometry, maxchars integer default 0);
st_isvalidreason(geometry); st_isvalidreason(geometry, integer); st_relate(geom1 geometry, geom2 geometry);
st_relate(geom1 geometry, geom2 geometry, integer); st_summary(geography); st_summary(geometry);
@stable text
_postgis_pgsql_version();
addgeometrycolumn(schema_name varchar, table_name varchar, column_name varchar, new_srid integer, new_type
varchar, new_dim integer, use_typmod boolean default true);
st_asgeojson(r record, geom_column text default '', maxdecimaldigits integer default 9, pretty_bool bool
default false);
@volatile text
_postgis_stats(tbl regclass, att_name text, text default '2');
addgeometrycolumn(catalog_name varchar, schema_name varchar, table_name varchar, column_name varchar,
new_srid_in integer, new_type varchar, new_dim integer, use_typmod boolean default true);
addgeometrycolumn(table_name varchar, column_name varchar, new_srid integer, new_type varchar, new_dim
integer, use_typmod boolean default true);
disablelongtransactions();
dropgeometrycolumn(catalog_name varchar, schema_name varchar, table_name varchar, column_name varchar);
dropgeometrycolumn(schema_name varchar, table_name varchar, column_name varchar);
dropgeometrycolumn(table_name varchar, column_name varchar);
dropgeometrytable(catalog_name varchar, schema_name varchar, table_name varchar);
dropgeometrytable(schema_name varchar, table_name varchar); dropgeometrytable(table_name varchar);
enablelongtransactions(); populate_geometry_columns(use_typmod boolean default true);
postgis_extensions_upgrade();
updategeometrysrid(catalogn_name varchar, schema_name varchar, table_name varchar, column_name varchar,
new_srid_in integer);
updategeometrysrid(varchar, varchar, integer); updategeometrysrid(varchar, varchar, varchar, integer);
@volatile trigger
checkauthtrigger(); postgis_cache_bbox();
@immutable valid_detail
st_isvaliddetail(geom geometry, flags integer default 0);
@immutable varchar
postgis_type_name(geomname varchar, coord_dimension integer, use_new_name boolean default true);
@stable varchar
postgis_constraint_type(geomschema text, geomtable text, geomcolumn text);
@immutable void
_postgis_deprecate(oldname text, newname text, version text); geography_spgist_choose_nd(internal, internal);
geography_spgist_config_nd(internal, internal); geography_spgist_inner_consistent_nd(internal, internal);
geography_spgist_picksplit_nd(internal, internal); geometry_sortsupport(internal);
geometry_spgist_choose_2d(internal, internal); geometry_spgist_choose_3d(internal, internal);
geometry_spgist_choose_nd(internal, internal); geometry_spgist_config_2d(internal, internal);
geometry_spgist_config_3d(internal, internal); geometry_spgist_config_nd(internal, internal);
geometry_spgist_inner_consistent_2d(internal, internal);
geometry_spgist_inner_consistent_3d(internal, internal);
geometry_spgist_inner_consistent_nd(internal, internal); geometry_spgist_picksplit_2d(internal, internal);
geometry_spgist_picksplit_3d(internal, internal); geometry_spgist_picksplit_nd(internal, internal);
st_fromflatgeobuftotable(text, text, bytea);
@volatile void
geometry_gist_sortsupport_2d(internal);
@volatile xid
gettransactionid();
$list$, E'@\n'), '@') loop
    parts := regexp_match(part, '^(\w+) ?([^\n]*)\n(.*)$');
    foreach declared in array string_to_array(parts[3], ');') loop
      continue when btrim(declared, E' \n') = '';
      declared := btrim(regexp_replace(declared, '\s+', ' ', 'g')) || ')';
      name := substring(declared from '^[^(]+');
      execute format('create function %I%s %s %s %s', name, substr(declared, length(name) + 1),
        'returns ' || nullif(parts[2], ''), parts[1],
        case when declared || parts[2] ~ '\m(internal|cstring)\M' then 'language internal as ''fdw_handler_in'''
          else format('language plpgsql as %L', format('begin perform @extschema@._migrate_refuse(%L); end', name)) end);
    end loop;
  end loop;
end
$do$;
