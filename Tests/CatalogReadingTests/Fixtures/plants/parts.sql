--- a check constraint
alter table app.note add constraint fresh check (size <> 5) no inherit;
=> constraint fresh on app.note: added
--- what a check constraint says
alter table app.note drop constraint size_is_small;
alter table app.note add constraint size_is_small check (size < 1001);
comment on constraint size_is_small on app.note is 'Small';
=> constraint size_is_small on app.note: definition: CHECK ((size < 1000)) → CHECK ((size < 1001))
--- a unique constraint
alter table app.note add constraint fresh unique (title, size) include (price) deferrable;
=> constraint fresh on app.note: added
--- nulls not distinct
alter table app.tenant drop constraint tenant_name_key;
alter table app.tenant add constraint tenant_name_key unique nulls not distinct (name);
!! constraint tenant_name_key on app.tenant: definition: UNIQUE (name) → UNIQUE NULLS NOT DISTINCT (name)
--- a primary key of other columns
create table app.keyed (a integer not null, b integer not null, primary key (a));
~~
alter table app.keyed drop constraint keyed_pkey;
alter table app.keyed add primary key (b);
!! constraint keyed_pkey on app.keyed: definition: PRIMARY KEY (a) → PRIMARY KEY (b)
--- a primary key
create table app.keyed (a integer not null);
~~
alter table app.keyed add primary key (a);
=> constraint keyed_pkey on app.keyed: added
--- a primary key of a partitioned table
create table app.keyed (a integer not null) partition by range (a);
create table app.keyed_1 partition of app.keyed default;
~~
alter table app.keyed add primary key (a);
=> constraint keyed_pkey on app.keyed: added
--- what a foreign key does
alter table app.note drop constraint note_tenant;
alter table app.note add constraint note_tenant foreign key (tenant_id) references app.tenant on update set null deferrable;
=> constraint note_tenant on app.note: definition: FOREIGN KEY (tenant_id) REFERENCES app.tenant(id) ON DELETE CASCADE → FOREIGN KEY (tenant_id) REFERENCES app.tenant(id) ON UPDATE SET NULL
--- how a foreign key matches
alter table app.note drop constraint note_tenant;
alter table app.note add constraint note_tenant foreign key (tenant_id) references app.tenant match full on delete cascade deferrable;
=> constraint note_tenant on app.note: definition: FOREIGN KEY (tenant_id) REFERENCES app.tenant(id) ON DELETE CASCADE → FOREIGN KEY (tenant_id) REFERENCES app.tenant(id) MATCH FULL ON DELETE CASCADE
--- whether a foreign key can wait
alter table app.note alter constraint note_tenant deferrable initially deferred;
=> constraint note_tenant on app.note: deferrable: yes → initially deferred
--- a foreign key that is not validated
alter table app.note drop constraint note_tenant;
alter table app.note add constraint note_tenant foreign key (tenant_id) references app.tenant on delete cascade deferrable not valid;
=> constraint note_tenant on app.note: validated: (default) → no
--- an exclusion
alter table app.note drop constraint no_overlap;
alter table app.note add constraint no_overlap exclude using gist (span with &&) where (size > 1);
=> constraint no_overlap on app.note: definition: EXCLUDE USING gist (span WITH &&) → EXCLUDE USING gist (span WITH &&) WHERE ((size > 1))
--- the comment of a constraint
comment on constraint size_is_small on app.note is 'Very small';
=> constraint size_is_small on app.note: comment: Small → Very small
--- an index
create index fresh on app.note using hash (title) with (fillfactor = 60) where (size > 3);
comment on index app.fresh is 'Fresh';
=> index app.fresh: added
--- an index of a partitioned table
create index fresh on app.event (day, kind);
=> index app.fresh: added
--- what an index holds
drop index app.note_title;
create index note_title on app.note (title nulls first) with (fillfactor = 80);
comment on index app.note_title is 'For lists';
=> index app.note_title: definition: USING btree (title DESC NULLS LAST, lower(body)) WHERE (size > 0) → USING btree (title NULLS FIRST)
--- whether an index is unique
drop index app.note_size;
create index note_size on app.note (size) include (title);
=> index app.note_size: unique: yes → (default)
--- an option of an index
alter index app.note_title set (fillfactor = 50);
=> index app.note_title: option fillfactor: 80 → 50
--- an option of a key's index
alter index app.note_pkey set (fillfactor = 50);
=> index app.note_pkey: option fillfactor: (default) → 50
--- the index that a table is clustered by
alter table app.note cluster on note_size;
=> index app.note_size: clustered: (default) → yes
--- the key that a table is clustered by
alter table app.note cluster on note_pkey;
=> index app.note_pkey: clustered: (default) → yes
--- the statistics target of an index
alter index app.note_title alter column 2 set statistics 77;
=> index app.note_title: statistics: (default) → 2=77
--- the comment of a key's index
comment on index app.note_pkey is 'Key';
=> index app.note_pkey: comment: (default) → Key
--- an index that is not valid
update pg_index set indisvalid = false where indexrelid = 'app.note_size'::regclass;
!> index app.note_size: valid: (default) → no
--- the comment of an index
comment on index app.note_title is null;
=> index app.note_title: comment: For lists → (default)
--- extended statistics
create statistics app.fresh (mcv) on size, (lower(title)) from app.note;
=> statistics app.fresh: added
--- the kinds of extended statistics
drop statistics app.note_stats;
create statistics app.note_stats (ndistinct) on tenant_id, size from app.note;
=> statistics app.note_stats: definition: CREATE STATISTICS app.note_stats (ndistinct, dependencies) ON tenant_id, size FROM app.note → CREATE STATISTICS app.note_stats (ndistinct) ON tenant_id, size FROM app.note
--- the target of extended statistics
alter statistics app.note_stats set statistics 44;
=> statistics app.note_stats: target: (default) → 44
--- a rule
create rule fresh as on insert to app.tenant do also notify tenants;
=> rule fresh on app.tenant: added
--- what a rule does
create or replace rule keep as on delete to app.tenant where old.id = 1 do instead nothing;
=> rule keep on app.tenant: definition: CREATE RULE keep AS ON DELETE TO app.tenant WHERE (old.id = 0) DO INSTEAD NOTHING; → CREATE RULE keep AS ON DELETE TO app.tenant WHERE (old.id = 1) DO INSTEAD NOTHING;
--- whether a rule is enabled
alter table app.tenant disable rule keep;
=> rule keep on app.tenant: enabled: (default) → no
--- a trigger
create trigger fresh after update on app.tenant referencing old table as o for each statement execute function app.touch();
alter table app.tenant enable always trigger fresh;
=> trigger fresh on app.tenant: added
--- what a trigger waits for
create or replace trigger touch before insert on app.note for each row execute function app.touch();
=> trigger touch on app.note: definition: CREATE TRIGGER touch BEFORE INSERT OR UPDATE OF title ON app.note FOR EACH ROW WHEN ((new.size > 3)) EXECUTE FUNCTION app.touch() → CREATE TRIGGER touch BEFORE INSERT ON app.note FOR EACH ROW EXECUTE FUNCTION app.touch()
--- whether a trigger is enabled
alter table app.note disable trigger touch;
=> trigger touch on app.note: enabled: (default) → no
--- a trigger of replicas
alter table app.note enable replica trigger touch;
=> trigger touch on app.note: enabled: (default) → replica
--- a constraint trigger
drop trigger checked on app.note;
create constraint trigger checked after insert on app.note deferrable for each row execute function app.touch();
=> trigger checked on app.note: definition: CREATE CONSTRAINT TRIGGER checked AFTER INSERT ON app.note DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION app.touch() → CREATE CONSTRAINT TRIGGER checked AFTER INSERT ON app.note DEFERRABLE INITIALLY IMMEDIATE FOR EACH ROW EXECUTE FUNCTION app.touch()
--- a trigger in one partition
alter table app.event_2026 disable trigger touch_event;
=> trigger touch_event on app.event_2026: enabled: (default) → no
--- the comment of a trigger
comment on trigger touch on app.note is 'Touched';
=> trigger touch on app.note: comment: Touch → Touched
--- a policy
create policy fresh on app.tenant as restrictive for insert to catalog_reader, catalog_writer with check (id > (select max(t.id) from app.tenant t));
=> policy fresh on app.tenant: added
--- the command of a policy
drop policy own on app.note;
create policy own on app.note for delete to catalog_reader using (size > 0);
comment on policy own on app.note is 'Own rows';
=> policy own on app.note: command: select → delete
--- whether a policy is permissive
drop policy write on app.note;
create policy write on app.note for update to catalog_writer using (tenant_id = 1) with check (tenant_id = 2);
=> policy write on app.note: permissive: no → (default)
--- the roles of a policy
alter policy own on app.note to catalog_reader, catalog_owner;
=> policy own on app.note: roles: catalog_reader → catalog_owner, catalog_reader
--- a policy for everybody
alter policy own on app.note to public;
=> policy own on app.note: roles: catalog_reader → (default)
--- what a policy lets through
alter policy own on app.note using (size > 2);
=> policy own on app.note: using: (size > 0) → (size > 2)
--- what a policy lets in
alter policy write on app.note with check (tenant_id = 3);
=> policy write on app.note: with check: (tenant_id = 2) → (tenant_id = 3)
--- a policy without a check
drop policy write on app.note;
create policy write on app.note as restrictive for update to catalog_writer using (tenant_id = 1);
=> policy write on app.note: with check: (tenant_id = 2) → (default)
--- the comment of a policy
comment on policy own on app.note is null;
=> policy own on app.note: comment: Own rows → (default)
--- an event trigger
create event trigger fresh on sql_drop execute function app.on_ddl();
=> event trigger fresh: added
--- the tags of an event trigger
drop event trigger watch;
create event trigger watch on ddl_command_end when tag in ('CREATE TABLE', 'ALTER TABLE') execute function app.on_ddl();
=> event trigger watch: tags: CREATE TABLE → ALTER TABLE, CREATE TABLE
--- the event of an event trigger
drop event trigger watch;
create event trigger watch on ddl_command_start when tag in ('CREATE TABLE') execute function app.on_ddl();
=> event trigger watch: event: ddl_command_end → ddl_command_start
--- whether an event trigger is enabled
alter event trigger watch disable;
=> event trigger watch: enabled: (default) → no
--- an event trigger of replicas
alter event trigger watch enable replica;
=> event trigger watch: enabled: (default) → replica
