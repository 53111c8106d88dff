insert into public.note (owner, title, body)
select id, 'first', 'a note of ' || email from auth.users;
