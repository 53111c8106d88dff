create extension if not exists http with schema extensions;
create function public.fetch_page(address text) returns text language plpgsql security invoker
set search_path = extensions, public as $$
declare
  answer extensions.http_response;
begin
  answer := extensions.http_get(address);
  return answer.content;
end
$$;
