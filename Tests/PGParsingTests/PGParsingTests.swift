import Testing
@Test func x() throws {
  for s in ["create table app.t (id serial primary key, a int references u(id), b app.mood default 'x')", "select t.a, b from t where id = 1 for update", "delete from t where true", "with d as (delete from only t returning *) select * from d", "create policy p on public.t to anon using (tenant = auth.uid() and exists (select from m where m.x = t.y))", "alter table t rename to u", "create function f(a int) returns app.x language sql as $$ select a + b from q $$", "grant select on t to anon", "create or replace view v as select 1 from v2 x"] {
    print(try facts(s))
  }
}
