create extension if not exists pg_net with schema extensions;
create trigger note_webhook after insert on public.note for each row
  execute function supabase_functions.http_request('http://localhost:54321/hook', 'POST',
    '{"Content-type":"application/json"}', '{}', '1000');
select net.http_post(url := 'http://localhost:54321/functions/v1/x', body := '{"a": 1}'::jsonb, headers := '{}'::jsonb);
drop trigger note_webhook on public.note;
