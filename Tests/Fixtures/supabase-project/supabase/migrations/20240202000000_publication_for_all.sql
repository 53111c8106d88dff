create publication everything for all tables with (publish = 'insert');
drop publication everything;
create publication chosen for table public.team (id, name) where (name is not null);
