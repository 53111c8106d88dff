-- What needs PostgreSQL's contributed extensions.
create extension hstore with schema other;
create transform for other.hstore language sql (
  from sql with function pg_catalog.varchar_support(internal));
