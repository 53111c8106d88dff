create table app.event (id int not null, at date not null) partition by range (at);
create table app.event_2024 partition of app.event for values from ('2024-01-01') to ('2025-01-01');
create table app.event_2025 partition of app.event for values from ('2025-01-01') to ('2026-01-01');
insert into app.event select i, date '2024-01-01' + i from generate_series(1, 700) i;
