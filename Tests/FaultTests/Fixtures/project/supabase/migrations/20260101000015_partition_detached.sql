alter table app.event detach partition app.event_2024 concurrently;
alter table app.event_2024 rename to event_archive;
