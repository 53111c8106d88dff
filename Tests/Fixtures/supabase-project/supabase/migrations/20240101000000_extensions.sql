create extension if not exists "uuid-ossp" with schema extensions;
create extension if not exists pgcrypto with schema extensions;
create extension if not exists pg_stat_statements with schema extensions;
create extension if not exists pg_trgm with schema extensions;
create extension if not exists citext with schema extensions;
create extension if not exists moddatetime schema extensions;
create extension if not exists btree_gist;
create extension if not exists hstore with schema extensions version '1.8';
