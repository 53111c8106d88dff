--- an enum
create type app.fresh as enum ('b', 'a', 'it''s');
=> enum app.fresh: added
--- a value at the end of an enum
alter type app.mood add value 'ecstatic';
=! enum app.mood: values: sad, ok, happy → sad, ok, happy, ecstatic
--- values between those of an enum
alter type app.mood add value 'worst' before 'sad';
alter type app.mood add value 'fine' after 'ok';
=! enum app.mood: values: sad, ok, happy → worst, sad, ok, fine, happy
--- the order of an enum
create type app.fresh as enum ('a', 'b');
~~
drop type app.fresh;
create type app.fresh as enum ('b', 'a');
!! enum app.fresh: values: a, b → b, a
--- the name of a value
alter type app.mood rename value 'ok' to 'okay';
=> column app.note.feeling: default: 'ok'::app.mood → 'okay'::app.mood
!! enum app.mood: values: sad, ok, happy → sad, okay, happy
--- a composite type
create type app.fresh as (a integer, b text collate "C", c app.mood);
=> composite type app.fresh: added
--- an attribute
create type app.fresh as (a integer);
~~
alter type app.fresh add attribute c numeric(3, 1);
=! attribute app.fresh.c: added
--- the type of an attribute
create type app.fresh as (a integer);
~~
alter type app.fresh alter attribute a type bigint;
!! attribute app.fresh.a: type: integer → bigint
--- the order of attributes
create type app.fresh as (a integer, b integer);
~~
drop type app.fresh;
create type app.fresh as (b integer, a integer);
!! composite type app.fresh: columns: a, b → b, a
--- the comment of an attribute
comment on column app.pair.a is 'A';
=> attribute app.pair.a: comment: (default) → A
--- a domain
create domain app.fresh as varchar(20) collate "C" default 'x' not null check (value <> 'y');
comment on constraint fresh_check on domain app.fresh is 'Not y';
=> domain app.fresh: added
--- the default of a domain
alter domain app.positive set default 2;
=> domain app.positive: default: 1 → 2
--- nullability of a domain
alter domain app.positive set not null;
=> domain app.positive: not null: (default) → yes
--- a constraint of a domain
alter domain app.plain add constraint short check (length(value) < 10);
=> domain constraint short on app.plain: added
--- what a constraint of a domain says
alter domain app.positive drop constraint positive_check;
alter domain app.positive add constraint positive_check check (value > 1);
=> domain constraint positive_check on app.positive: definition: CHECK ((VALUE > 0)) → CHECK ((VALUE > 1))
--- a constraint of a domain that is not validated
alter domain app.positive drop constraint positive_check;
alter domain app.positive add constraint positive_check check (value > 0) not valid;
=> domain constraint positive_check on app.positive: validated: (default) → no
--- the type of a domain
create domain app.fresh as integer;
~~
drop domain app.fresh;
create domain app.fresh as bigint;
!! domain app.fresh: type: integer → bigint
--- the owner of a domain
alter domain app.plain owner to catalog_owner;
=> domain app.plain: owner: supabase_admin → catalog_owner
--- the comment of a domain
comment on domain app.positive is null;
=> domain app.positive: comment: Positive → (default)
--- a range type
create type app.fresh as range (subtype = float8, subtype_diff = float8mi);
=> range type app.fresh: added
--- what a range is of
create type app.fresh as range (subtype = integer);
~~
drop type app.fresh;
create type app.fresh as range (subtype = bigint);
!! range type app.fresh: definition: subtype = integer, multirange_type_name = app.fresh_multirange → subtype = bigint, multirange_type_name = app.fresh_multirange
--- a base type
create type app.fresh;
create function app.fresh_in(cstring) returns app.fresh language internal immutable strict as 'textin';
create function app.fresh_out(app.fresh) returns cstring language internal immutable strict as 'textout';
create type app.fresh (input = app.fresh_in, output = app.fresh_out, like = text);
!! base type app.fresh: added
!> function app.fresh_in(cstring): added
!> function app.fresh_out(app.fresh): added
--- a shell type
create type app.shell;
!! base type app.shell: added
--- [icu] a collation
create collation app.fresh (provider = icu, locale = 'de-u-co-phonebk', deterministic = false);
=> collation app.fresh: added
--- the locale of a collation
drop collation app.german;
create collation app.german (provider = libc, locale = 'POSIX');
!! collation app.german: character type: C → POSIX
!! collation app.german: collate: C → POSIX
--- [icu] whether a collation is deterministic
create collation app.fresh (provider = icu, locale = 'und');
~~
drop collation app.fresh;
create collation app.fresh (provider = icu, locale = 'und', deterministic = false);
!! collation app.fresh: deterministic: (default) → no
--- [icu] the provider of a collation
create collation app.fresh (provider = icu, locale = 'C');
~~
drop collation app.fresh;
create collation app.fresh (provider = libc, locale = 'C');
!! collation app.fresh: character type: (default) → C
!! collation app.fresh: collate: (default) → C
!! collation app.fresh: encoding: (default) → UTF8
!! collation app.fresh: locale: C → (default)
!! collation app.fresh: provider: icu → libc
--- the comment of a type
comment on type app.mood is 'How it is';
=> enum app.mood: comment: Mood → How it is
--- a text search dictionary
create text search dictionary app.fresh (template = simple);
!> text search dictionary app.fresh: added
--- the options of a dictionary
alter text search dictionary app.words (stopwords = german);
!! text search dictionary app.words: options: stopwords = 'english' → stopwords = 'german'
--- the template of a dictionary
drop text search dictionary app.words;
create text search dictionary app.words (template = snowball, language = english);
!! text search dictionary app.words: options: stopwords = 'english' → language = 'english'
!! text search dictionary app.words: template: pg_catalog.simple → pg_catalog.snowball
--- the mappings of a configuration
alter text search configuration app.search alter mapping for word with app.words, simple;
!! text search configuration app.search: mappings: *
--- a configuration
create text search configuration app.fresh (parser = "default");
!> text search configuration app.fresh: added
--- a text search parser
create text search parser app.fresh (start = prsd_start, gettoken = prsd_nexttoken, end = prsd_end, lextypes = prsd_lextype);
!> text search parser app.fresh: added
--- the functions of a parser
create text search parser app.fresh (start = prsd_start, gettoken = prsd_nexttoken, end = prsd_end, lextypes = prsd_lextype);
~~
drop text search parser app.fresh;
create text search parser app.fresh (start = prsd_start, gettoken = prsd_nexttoken, end = prsd_end, lextypes = prsd_lextype, headline = prsd_headline);
!! text search parser app.fresh: headline: (default) → prsd_headline
--- a text search template
create text search template app.fresh (lexize = dsimple_lexize);
!> text search template app.fresh: added
--- the functions of a template
create text search template app.fresh (lexize = dsimple_lexize);
~~
drop text search template app.fresh;
create text search template app.fresh (init = dsimple_init, lexize = dsimple_lexize);
!! text search template app.fresh: init: (default) → dsimple_init
