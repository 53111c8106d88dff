"""Catalogs of 1,000 tables: digest against one query that reads the same, comparison against migra."""

import pathlib
import statistics
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
PROGRAM = ROOT / ".build/release/CatalogDump"
VENV = ROOT / ".build/bench-venv"
REQUIREMENTS = pathlib.Path(__file__).with_name("requirements.txt")
TIMEOUT = 600

TABLE = """
create table app.t{0:05} (
  id bigint generated always as identity primary key, parent bigint {1},
  name text not null default 'none', size integer check (size > 0), made timestamptz default now(),
  tags text[], price numeric(10, 2), data jsonb
);
create index on app.t{0:05} (name);
create index on app.t{0:05} (parent);
alter table app.t{0:05} enable row level security;
create policy own on app.t{0:05} for select to public using (size > {0});
create trigger touch before update on app.t{0:05} for each row execute function app.touch();
comment on table app.t{0:05} is 'Table {0}';
create view app.v{0:05} as select id, name from app.t{0:05} where size > 1;
"""

# What the server has to say of such a database, in one query.
QUERY = """
select 'relation', n.nspname, c.relname, c.relkind::text, pg_get_userbyid(c.relowner), c.relacl::text,
  c.reloptions::text, c.relrowsecurity::text,
  case when c.relkind in ('v', 'm') then pg_get_viewdef(c.oid) end
from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname !~ '^(pg_|info)'
union all
select 'column', n.nspname, c.relname, a.attname::text, format_type(a.atttypid, a.atttypmod),
  a.attacl::text, pg_get_expr(d.adbin, d.adrelid), a.attnotnull::text, a.attidentity::text
from pg_attribute a join pg_class c on c.oid = a.attrelid
join pg_namespace n on n.oid = c.relnamespace
left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
where a.attnum > 0 and not a.attisdropped and n.nspname !~ '^(pg_|info)'
union all
select 'constraint', n.nspname, conname, contype::text, pg_get_constraintdef(k.oid), null, null, null, null
from pg_constraint k join pg_namespace n on n.oid = k.connamespace where n.nspname !~ '^(pg_|info)'
union all
select 'index', n.nspname, c.relname, null, pg_get_indexdef(c.oid), null, null, null, null
from pg_index i join pg_class c on c.oid = i.indexrelid join pg_namespace n on n.oid = c.relnamespace
where n.nspname !~ '^(pg_|info)'
union all
select 'policy', null, polname, polcmd::text, pg_get_expr(polqual, polrelid),
  pg_get_expr(polwithcheck, polrelid), polroles::text, null, null from pg_policy
union all
select 'trigger', null, tgname, tgenabled::text, pg_get_triggerdef(oid), null, null, null, null
from pg_trigger where not tgisinternal
union all
select 'sequence', null, seqrelid::regclass::text, null, seqstart::text, seqincrement::text,
  seqmin::text, seqmax::text, seqcache::text from pg_sequence
union all
select 'function', n.nspname, proname, prokind::text, pg_get_functiondef(p.oid), proacl::text, null, null,
  null from pg_proc p join pg_namespace n on n.oid = p.pronamespace where n.nspname !~ '^(pg_|info)'
  and prokind <> 'a'
union all
select 'comment', objoid::text, description, null, null, null, null, null, null from pg_description
where objoid >= 16384
"""


def schema(count: int) -> str:
    tables = (TABLE.format(number, f"references app.t{number - 1:05}" if number else "")
              for number in range(count))
    start = ("create schema app; create function app.touch() returns trigger language plpgsql as "
             "$$ begin return new; end $$;")
    return start + "".join(tables)


def seconds(words: list, repeat: int) -> float:
    """The median of runs, after one that is not counted; a failure ends the benchmark."""
    times = []
    for _ in range(repeat + 1):
        started = time.perf_counter()
        result = subprocess.run([str(word) for word in words], stdin=subprocess.DEVNULL,
                                capture_output=True, text=True, timeout=TIMEOUT, cwd="/")
        times.append(time.perf_counter() - started)
        if result.returncode != 0:
            raise SystemExit(f"bench: {words[0]}: {result.stdout[-500:]}{result.stderr[-1500:]}")
    return statistics.median(times[1:])


def migra() -> pathlib.Path | None:
    """migra in an environment of its own: it is made for an older SQLAlchemy than ours."""
    program = VENV / "bin" / "migra"
    if not program.exists():
        made = subprocess.run([sys.executable, "-m", "venv", "--clear", VENV]).returncode == 0
        pip = [VENV / "bin" / "python", "-m", "pip", "install", "--quiet", "-r", REQUIREMENTS]
        if not made or subprocess.run([str(word) for word in pip]).returncode != 0:
            print("bench: migra cannot be installed; it is left out", file=sys.stderr)
            return None
    return program


def measure(table, server, count: int, repeat: int) -> None:
    subprocess.run(["swift", "build", "-c", "release", "--product", "CatalogDump"], cwd=ROOT,
                   check=True, stdout=subprocess.DEVNULL)
    psql = server.bin / "psql"
    names = [server.fresh("catalog") for _ in range(2)]
    for name in names:
        url = server.url(name)
        subprocess.run([psql, "-qX", "-v", "ON_ERROR_STOP=1", "-d", url], input=schema(count),
                       text=True, check=True, timeout=TIMEOUT)
        subprocess.run([psql, "-qXc", "vacuum analyze", "-d", url], check=True, timeout=TIMEOUT)
    first, second = (f"{server.folder} {name}" for name in names)
    digest = seconds([PROGRAM, "digest", first], repeat)
    query = seconds([psql, "-qXAt", "-o", "/dev/null", "-c", QUERY, "-d", server.url(names[0])],
                    repeat)
    table.within(f"catalog digest, {count} tables", digest, "one query that reads the same", query, 3)
    compared = seconds([PROGRAM, "compare", first, second], repeat)
    if program := migra():
        peer = seconds([program, *map(server.url, names)], max(1, repeat // 3))
        table.faster("comparing two equal catalogs", compared, "migra", peer, 3)
    else:
        table.add("comparing two equal catalogs", compared, "migra", None, "-", "")
