create function app.touch() returns trigger language plpgsql as $body$
begin
  new.body := coalesce(new.body, '') || ';';
  return new;
end
$body$;
create function app.count_notes(owner int) returns bigint language sql
begin atomic
  select count(*) from app.note where account_id = owner;
end;
create trigger note_touch before update on app.note for each row execute function app.touch();
update app.note set body = body where id <= 10;
