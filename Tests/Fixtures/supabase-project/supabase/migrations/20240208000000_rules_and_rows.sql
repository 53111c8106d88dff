create table public.setting (key text primary key, value text);
alter table public.setting replica identity using index setting_pkey;
create rule keep as on delete to public.setting where (old.key = 'version') do instead nothing;
insert into public.setting values ('version', E'it\'s; here'), ('other', $x$;$x$);
