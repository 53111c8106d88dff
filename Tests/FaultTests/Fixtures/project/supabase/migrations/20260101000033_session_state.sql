do $$ begin
  perform set_config('search_path', 'app, public', false);
  perform set_config('app.state', 'kept', false);
  perform set_config('work_mem', '3MB', true);
end $$;
savepoint undone;
set statement_timeout = '1ms';
rollback to savepoint undone;
create index concurrently note_of_session on note (body);
create table found_by_block as
  select current_setting('app.state', true) as state, current_setting('work_mem') as memory;
