--- [16 icu] the rules of a collation
create collation app.fresh (provider = icu, locale = 'und', rules = '&V << w');
=> collation app.fresh: added
--- [16] where a subscription reads from
create subscription sub connection 'host=nowhere password=verysecret' publication p with (connect = false, slot_name = none, enabled = false, create_slot = false);
~~
alter subscription sub set (origin = none, password_required = false, run_as_owner = true);
!! subscription sub: origin: (default) → none
!! subscription sub: password required: (default) → no
!! subscription sub: run as owner: (default) → yes
--- [18] a virtual column
alter table app.tenant add column loud text generated always as (upper(name)) virtual;
=! column app.tenant.loud: added
--- [18] whether a foreign key is enforced
alter table app.note alter constraint note_tenant not enforced;
=> constraint note_tenant on app.note: enforced: (default) → no
--- [18] whether a check is enforced
alter table app.note drop constraint size_is_small;
alter table app.note add constraint size_is_small check (size < 1000) not enforced;
comment on constraint size_is_small on app.note is 'Small';
=> constraint size_is_small on app.note: enforced: (default) → no
--- [18] the name of a not-null constraint
alter table app.note rename constraint note_title_not_null to titled;
!! column app.note.title: not null name: (default) → titled
--- [18] a not-null constraint that is not validated
alter table app.note add constraint note_size_not_null not null size not valid;
!> column app.note.size: not null: (default) → not valid
--- [18] a not-null constraint that children do not get
alter table app.parent add constraint parent_id_not_null not null id no inherit;
=> column app.parent.id: not null: (default) → yes
!! column app.parent.id: not null inheritance: (default) → none
--- [18] a key over periods
create table app.booked (room int4range not null, during daterange not null);
~~
alter table app.booked add constraint booked_key primary key (room, during without overlaps);
=> constraint booked_key on app.booked: added
--- [18] generated columns of a publication
alter publication pub set (publish_generated_columns = stored);
=> publication pub: generated columns: (default) → stored
