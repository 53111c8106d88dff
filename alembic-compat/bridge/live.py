"""Runs one revision through the project's own Alembic and `env.py`, on the target and nowhere else.

Every engine of PostgreSQL that the project makes is led to the target, whatever address it was
made with. A session that begins takes a lock and asks the ledger whether it is still its turn, so
that a program which outlives its parent does nothing behind the back of the next run.
"""

import time


class Target:
    """The one database that may be connected to."""

    def __init__(self, request):
        self.keywords = dict(request["connection"])
        for keyword, name in (
            ("password", "MIGRATE_BRIDGE_PASSWORD"),
            ("sslpassword", "MIGRATE_BRIDGE_SSLPASSWORD"),
        ):
            secret = os.environ.pop(name, None)
            if secret:
                self.keywords[keyword] = secret
        self.limits = request["limits"]
        self.lock = request["lock"]
        self.claim = request["claim"]
        self.made = []

    PLACES = {
        "conninfo", "connect_timeout", "database", "dbname", "dsn", "host", "hostaddr", "options",
        "passfile", "password", "port", "requiressl", "server_settings", "service", "servicefile",
        "ssl", "ssl_context", "sslcert", "sslcertmode", "sslcrl", "sslcrldir", "sslkey", "sslmode",
        "sslpassword", "sslrootcert", "target_session_attrs", "timeout", "unix_sock", "user",
    }

    def connect(self, dialect, record, arguments, keywords):
        """In place of the connection that the engine was about to make."""
        if dialect.name != "postgresql":
            raise Refused("the project connects to a database of '%s'" % dialect.name)
        kept = {key: value for key, value in keywords.items() if key not in self.PLACES}
        suited = {
            "psycopg": self.for_libpq,
            "psycopg_async": self.for_libpq,
            "psycopg2": self.for_libpq,
            "psycopg2cffi": self.for_libpq,
            "asyncpg": self.for_asyncpg,
            "pg8000": self.for_pg8000,
        }.get(dialect.driver)
        if suited is None:
            raise Refused("connections of the driver '%s' cannot be led" % dialect.driver)
        kept.update(suited(keywords))
        connection = dialect.connect(**kept)
        self.greet(connection, dialect.driver)
        self.made.append(connection)
        return connection

    def settings(self):
        return ["-c %s=%s" % item for item in sorted(self.limits.items())]

    def for_libpq(self, keywords):
        """Every keyword as it is; what the project asks of the session comes first."""
        parts = [keywords.get("options"), self.keywords.get("options")] + self.settings()
        found = dict(self.keywords)
        found["options"] = " ".join(part for part in parts if part)
        return found

    def hosts(self):
        hosts = self.keywords.get("host", "").split(",")
        ports = self.keywords.get("port", "").split(",")
        ports = (ports * len(hosts))[: len(hosts)] if len(ports) == 1 else ports
        return [(host, int(port or 5432)) for host, port in zip(hosts, ports)]

    def for_asyncpg(self, keywords):
        words = self.keywords
        found = {"user": words.get("user"), "password": words.get("password")}
        found["database"] = words.get("dbname")
        hosts = self.hosts()
        if hosts[0][0]:
            found["host"] = [host for host, _ in hosts] if len(hosts) > 1 else hosts[0][0]
        found["port"] = [port for _, port in hosts] if len(hosts) > 1 else hosts[0][1]
        if "sslmode" in words:
            found["ssl"] = words["sslmode"]
        if "connect_timeout" in words:
            found["timeout"] = float(words["connect_timeout"])
        settings = dict(keywords.get("server_settings") or {})
        settings.update(options(words.get("options")))
        settings["application_name"] = words.get("application_name", "migrate")
        settings.update({name: str(value) for name, value in self.limits.items()})
        found["server_settings"] = settings
        return found

    def for_pg8000(self, keywords):
        words = self.keywords
        host, port = self.hosts()[0]
        found = {"user": words.get("user"), "password": words.get("password")}
        found["database"] = words.get("dbname")
        found["application_name"] = words.get("application_name", "migrate")
        if not host or host.startswith("/"):
            folder = host or "/var/run/postgresql"
            found["unix_sock"] = "%s/.s.PGSQL.%d" % (folder, port)
        else:
            found["host"], found["port"] = host, port
            found["ssl_context"] = self.certificates()
        return found

    def certificates(self):
        """What libpq's `sslmode` means, for a driver that has its own way."""
        import ssl

        mode = self.keywords.get("sslmode", "prefer")
        if mode in ("disable", "allow", "prefer"):
            return None
        context = ssl.create_default_context(cafile=self.keywords.get("sslrootcert"))
        context.check_hostname = mode == "verify-full"
        if mode == "require" and "sslrootcert" not in self.keywords:
            context.verify_mode = ssl.CERT_NONE
        if "sslcert" in self.keywords:
            context.load_cert_chain(self.keywords["sslcert"], self.keywords.get("sslkey"))
        return context

    def greet(self, connection, driver):
        """The lock that says that somebody is at work, and the question whose turn it is."""
        cursor = connection.cursor()
        try:
            if driver == "pg8000":
                for name, value in sorted(self.limits.items()):
                    cursor.execute("SET %s = '%s'" % (name, value))
            for _ in range(200):
                cursor.execute(self.lock)
                if cursor.fetchone()[0]:
                    break
                time.sleep(0.05)
            else:
                raise Refused("another run is looking whether this one is still at work")
            cursor.execute(self.claim)
            if not cursor.fetchone()[0]:
                raise Refused("another run has taken the revision over")
        finally:
            cursor.close()
        connection.commit()

    def announce(self, config):
        """The address for whatever does not ask an engine: variables, and `sqlalchemy.url`."""
        from sqlalchemy.engine.url import URL

        words = self.keywords
        names = {
            "host": "PGHOST", "port": "PGPORT", "user": "PGUSER", "password": "PGPASSWORD",
            "dbname": "PGDATABASE", "sslmode": "PGSSLMODE", "sslrootcert": "PGSSLROOTCERT",
            "sslcert": "PGSSLCERT", "sslkey": "PGSSLKEY",
        }
        for variable in list(names.values()) + ["PGSERVICE", "PGHOSTADDR", "PGPASSFILE"]:
            os.environ.pop(variable, None)
        for keyword, variable in names.items():
            if keyword in words:
                os.environ[variable] = words[keyword]
        os.environ["PGOPTIONS"] = self.for_libpq({})["options"]
        host, port = self.hosts()[0]
        is_folder = not host or host.startswith("/")
        parts = {"username": words.get("user"), "password": words.get("password")}
        parts["database"] = words.get("dbname")
        parts["host"] = None if is_folder else host
        parts["port"] = port
        parts["query"] = {"host": host} if is_folder and host else {}
        set_url = config.get_main_option("sqlalchemy.url")
        for name, value in (("DATABASE_URL", os.environ.get("DATABASE_URL")), (None, set_url)):
            url = URL.create(driver_name(value, set_url), **parts)
            text = url.render_as_string(hide_password=False)
            if name:
                os.environ[name] = text
            else:
                config.set_main_option("sqlalchemy.url", text.replace("%", "%%"))


def options(text):
    """The settings in libpq's `options`."""
    found = {}
    words = iter((text or "").split())
    for word in words:
        pair = next(words, "") if word == "-c" else word[2:]
        name, equals, value = pair.partition("=")
        if equals:
            found[name.replace("-", "_")] = value
    return found


def driver_name(*addresses):
    """How the project's addresses begin, or else a driver that is installed."""
    import importlib.util

    for address in addresses:
        scheme = (address or "").partition("://")[0]
        if scheme.startswith("postgresql"):
            return scheme
    for driver in ("psycopg", "psycopg2", "asyncpg", "pg8000"):
        if importlib.util.find_spec(driver) is not None:
            return "postgresql+" + driver
    return "postgresql"


def driver_connection(connection):
    """The driver's connection behind one of SQLAlchemy."""
    proxy = connection.connection
    return getattr(proxy, "dbapi_connection", None) or proxy.connection


class Commits:
    """Tells, once, that something which the revision has written stays whatever comes behind it.

    What is committed past SQLAlchemy, by a driver's own methods, is not seen.
    """

    def __init__(self, answers):
        self.answers = answers
        self.is_on = False

    def listen(self, event, engine):
        event.listen(engine, "commit", self.ending)
        event.listen(engine, "prepare_twophase", lambda connection, _: self.ending(connection))
        event.listen(engine, "after_cursor_execute", self.executed)

    def ending(self, connection):
        """Before a transaction ends that may have written something."""
        if self.is_on and self.has_written(driver_connection(connection)):
            self.tell()

    def executed(self, connection, cursor, statement, parameters, context, executemany):
        if self.is_on and getattr(driver_connection(connection), "autocommit", False):
            self.tell()

    def has_written(self, connection):
        cursor = connection.cursor()
        try:
            cursor.execute("SELECT pg_catalog.txid_current_if_assigned() IS NOT NULL")
            return cursor.fetchone()[0]
        except Exception:  # of a transaction that is aborted, and of whatever nobody has thought of
            return True
        finally:
            cursor.close()

    def tell(self):
        self.is_on = False
        self.answers.send("committed")


def perform(request, answers):
    from alembic.runtime.environment import EnvironmentContext
    from alembic.script import ScriptDirectory
    from sqlalchemy import event
    from sqlalchemy.engine import Engine

    target = Target(request)
    event.listen(Engine, "do_connect", target.connect)
    commits = Commits(answers)
    commits.listen(event, Engine)
    config = configuration(request)
    target.announce(config)
    answers.send("versions", **versions())
    script = ScriptDirectory.from_config(config)
    wanted, ran = request["revision"], []

    def steps(rows, context):
        if context.as_sql or context.connection is None:
            raise Refused("'env.py' prints SQL and does not run it")
        connection = driver_connection(context.connection)
        if not any(connection is made for made in target.made):
            raise Refused("'env.py' uses a connection that no engine of SQLAlchemy made")
        found = script._upgrade_revs(wanted, rows)
        names = [step.revision.revision for step in found]
        if names != [wanted]:
            what = "would run %s" % ", ".join(names) if names else "has nothing to run"
            raise Refused("Alembic %s in place of '%s'" % (what, wanted))
        ran.append(wanted)
        commits.is_on = True
        return found

    with EnvironmentContext(config, script, fn=steps, destination_rev=wanted):
        script.run_env()
    if not ran:
        raise Refused("'env.py' ran no migrations")
