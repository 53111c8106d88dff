create index event_id on only app.event (id);
create index concurrently event_2025_id on app.event_2025 (id);
alter index app.event_id attach partition app.event_2025_id;
