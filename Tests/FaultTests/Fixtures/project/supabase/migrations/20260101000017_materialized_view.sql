create materialized view app.summary as
  select account_id, count(*) as notes from app.note group by account_id;
create unique index summary_account on app.summary (account_id);
insert into app.note values (2002, 2, 'third', 5);
refresh materialized view concurrently app.summary;
