alter table app.account add column code text;
update app.account set code = 'c' || id;
create unique index concurrently account_code on app.account (code);
alter table app.account add constraint account_code_key unique using index account_code;
insert into app.account values (1000, 'Late', 'paid', 'late');
