alter table app.note add column length int;
vacuum app.note;
update app.note set length = octet_length(body);
vacuum (analyze) app.account;
