--- a view
create view app.fresh with (security_barrier = true) as select t.id, n.title from app.tenant t join app.note n on n.tenant_id = t.id;
grant select on app.fresh to catalog_reader;
=> view app.fresh: added
--- a view on a new view, with columns of its own names
create view app.a_second as select 1 as one;
create view app.a_first (uno) as select one from app.a_second;
alter view app.a_first alter column uno set default 3;
comment on column app.a_first.uno is 'Uno';
=> view app.a_first: added
=> view app.a_second: added
--- what a view shows
create or replace view app.plain_list as select id, title from app.note where size > 7;
=> view app.plain_list: definition: SELECT id, title FROM app.note; → SELECT id, title FROM app.note WHERE (size > 7);
--- a column more in a view
create or replace view app.plain_list as select id, title, size from app.note;
=! view app.plain_list: definition: SELECT id, title FROM app.note; → SELECT id, title, size FROM app.note;
--- other columns in a view
drop view app.plain_list;
create view app.plain_list as select title, id from app.note;
!! view app.plain_list: definition: SELECT id, title FROM app.note; → SELECT title, id FROM app.note;
--- security_invoker
alter view app.note_list reset (security_invoker);
=> view app.note_list: option security_invoker: true → (default)
--- security_barrier
alter view app.note_list set (security_barrier = true);
=> view app.note_list: option security_barrier: (default) → true
--- the check option
alter view app.checked set (check_option = cascaded);
=> view app.checked: option check_option: local → cascaded
--- the owner of a view
alter view app.plain_list owner to catalog_owner;
=> view app.plain_list: owner: supabase_admin → catalog_owner
--- the default of a view's column
alter view app.checked alter column name set default 'n';
=> column app.checked.name: default: (default) → 'n'::text
--- the comment of a view
comment on view app.note_list is null;
=> view app.note_list: comment: List → (default)
--- the comment of a view's column
comment on column app.note_list.title is null;
=> column app.note_list.title: comment: Title in the list → (default)
--- a materialized view
create materialized view app.fresh with (fillfactor = 70) as select id from app.tenant;
create unique index fresh_id on app.fresh (id);
=> materialized view app.fresh: added
--- what a materialized view holds
drop materialized view app.summary;
create materialized view app.summary as select tenant_id, count(size) as n from app.note group by 1;
create index summary_tenant on app.summary (tenant_id);
!! materialized view app.summary: definition: SELECT tenant_id, count(*) AS n FROM app.note GROUP BY tenant_id; → SELECT tenant_id, count(size) AS n FROM app.note GROUP BY tenant_id;
--- an option of a materialized view
alter materialized view app.summary set (fillfactor = 55);
=> materialized view app.summary: option fillfactor: (default) → 55
