create table public.event (at timestamptz not null, kind text not null, payload jsonb) partition by range (at);
create table public.event_2024 partition of public.event for values from ('2024-01-01') to ('2025-01-01');
create table public.event_default partition of public.event default;
create index on public.event (kind, at desc);
alter table public.event enable row level security;
