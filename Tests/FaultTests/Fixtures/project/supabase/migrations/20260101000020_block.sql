do $$
begin
  for i in 1..5 loop
    execute format('create table app.shard_%s (id int primary key)', i);
  end loop;
end
$$;
