-- version 1.6
-- relocatable
-- stands in for: types and functions; a request fails, but the one for the installer of database.dev

create domain http_method as text;
create type http_header as (field varchar, value varchar);
create type http_response as (
  status integer, content_type varchar, headers http_header[], content varchar);
create type http_request as (
  method http_method, uri varchar, headers http_header[], content_type varchar, content varchar);

create function http(request http_request) returns http_response language plpgsql as $$
begin
  -- The one request that many migrations make: for the installer of database.dev, which has a stand-in.
  if request.uri like 'https://api.database.dev/rest/v1/package_versions?%eq.supabase-dbdev%' then
    return (200, 'application/json'::varchar, request.headers, '[{"version": "0.0.5", "sql": ""}]'::varchar);
  end if;
  raise exception 'the stand-in of the extension "http" sends no request';
end
$$;
create function http_header(field varchar, value varchar) returns http_header
language sql immutable as $$ select $1, $2 $$;
create function urlencode(string varchar) returns text language sql immutable strict as $$
  select string_agg(
    case when letter ~ '^[A-Za-z0-9_.~-]$' then letter
      else regexp_replace(upper(encode(convert_to(letter, 'UTF8'), 'hex')), '(..)', '%\1', 'g') end,
    '' order by place)
  from unnest(string_to_array(string, null)) with ordinality as item (letter, place)
$$;
create function urlencode(data jsonb) returns text language sql immutable strict
begin atomic
  select string_agg(urlencode(key::varchar) || '=' || urlencode(value::varchar), '&')
  from jsonb_each_text(data);
end;
create function urlencode(string bytea) returns text language sql immutable strict
begin atomic
  select urlencode(convert_from($1, 'UTF8')::varchar);
end;
create function text_to_bytea(data text) returns bytea language sql immutable strict as $$
  select convert_to(data, 'UTF8')
$$;
create function bytea_to_text(data bytea) returns text language sql immutable strict as $$
  select convert_from(data, 'UTF8')
$$;
create function http_get(uri varchar) returns http_response language sql
begin atomic
  select http(('GET', $1, null, null, null)::http_request);
end;
create function http_get(uri varchar, data jsonb) returns http_response language sql
begin atomic
  select http(('GET', $1, null, null, null)::http_request);
end;
create function http_post(uri varchar, content varchar, content_type varchar)
returns http_response language sql
begin atomic
  select http(('POST', $1, null, $3, $2)::http_request);
end;
create function http_post(uri varchar, data jsonb) returns http_response language sql
begin atomic
  select http(('POST', $1, null, null, null)::http_request);
end;
create function http_put(uri varchar, content varchar, content_type varchar)
returns http_response language sql
begin atomic
  select http(('PUT', $1, null, $3, $2)::http_request);
end;
create function http_patch(uri varchar, content varchar, content_type varchar)
returns http_response language sql
begin atomic
  select http(('PATCH', $1, null, $3, $2)::http_request);
end;
create function http_delete(uri varchar) returns http_response language sql
begin atomic
  select http(('DELETE', $1, null, null, null)::http_request);
end;
create function http_delete(uri varchar, content varchar, content_type varchar)
returns http_response language sql
begin atomic
  select http(('DELETE', $1, null, $3, $2)::http_request);
end;
create function http_head(uri varchar) returns http_response language sql
begin atomic
  select http(('HEAD', $1, null, null, null)::http_request);
end;
create function http_set_curlopt(curlopt varchar, value varchar) returns boolean
language sql as $$ select true $$;
create function http_reset_curlopt() returns boolean language sql as $$ select true $$;
create function http_list_curlopt() returns table (curlopt text, value text)
language sql as $$ select null::text, null::text where false $$;
