create table public.finished (id int);
