-- version 1.3
-- relocatable
-- stands in for: the signatures of its functions; numbers are not hidden

create function id_encode(bigint) returns text language sql immutable strict
  as $$ select to_hex($1) $$;
create function id_encode(bigint, text) returns text language sql immutable strict
  as $$ select to_hex($1) $$;
create function id_encode(bigint, text, integer) returns text language sql immutable strict
  as $$ select lpad(to_hex($1), greatest($3, length(to_hex($1))), '0') $$;
create function id_encode(bigint, text, integer, text) returns text language sql immutable strict
  as $$ select lpad(to_hex($1), greatest($3, length(to_hex($1))), '0') $$;
create function id_decode_once(text) returns bigint language sql immutable strict
  as $$ select ('x' || lpad($1, 16, '0'))::bit(64)::bigint $$;
create function id_decode_once(text, text, integer, text) returns bigint
language sql immutable strict as $$ select ('x' || lpad($1, 16, '0'))::bit(64)::bigint $$;
create function id_decode(text) returns bigint[] language sql immutable strict
  as $$ select array[('x' || lpad($1, 16, '0'))::bit(64)::bigint] $$;
