create view app.paid with (security_invoker = true) as select * from app.account where plan = 'paid';
comment on view app.paid is 'Who pays.';
alter default privileges in schema app grant select on tables to public;
revoke select on app.note from public;
