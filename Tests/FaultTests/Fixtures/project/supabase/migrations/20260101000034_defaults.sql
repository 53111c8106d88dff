do $$ begin
  execute format('alter database %I set work_mem = %L', current_database(), '5MB');
end $$;
