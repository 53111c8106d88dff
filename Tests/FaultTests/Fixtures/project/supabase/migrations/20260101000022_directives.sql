-- migrate: lock-timeout 2s
-- migrate: timeout 1min
alter table app.note add constraint note_length check (length >= 0) not valid;
alter table app.note validate constraint note_length;
