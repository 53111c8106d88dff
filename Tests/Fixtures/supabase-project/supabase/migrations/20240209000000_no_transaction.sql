-- pg-delta: transaction=false
create index concurrently booking_room on public.booking (room);
vacuum public.booking;
