-- migrate: no-transaction
create index concurrently account_name on app.account (name);
