-- What a revision of Alembic sends that only Python can tell. Not to be edited:
-- 'migrate render --write' makes it anew when one of the sources below has changed.
-- rendered: 1
-- revision: e1
-- tool: migrate 0.1.0
-- alembic: 1.20.1
-- sqlalchemy: 2.1.9
-- source: 9591833e583bc82255161aab0c5ca3038dd9577a3f3a43b21d46990ed2d6a006 ../versions/e1.py
-- source: 4dc313f171a6716c81b939ae56c5aa6478c6d1bfa06bc80b8f99ab4f3d369e12 ../app/models.py
-- body: e0fc3b37f81dd4ac36fbc0cd46477645f6391b244d5e00124d58d660ca08ce49

-- line 18
create table greeting (hue int);

-- line 19
DO $migrate$
BEGIN
  IF NOT EXISTS (
    SELECT FROM pg_catalog.pg_type t JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
    WHERE t.typname = 'color' AND pg_catalog.pg_type_is_visible(t.oid) AND n.nspname <> 'pg_catalog'
  ) THEN
    CREATE TYPE color AS ENUM ('red', 'blue');
  END IF;
END
$migrate$;

-- line 19
CREATE TABLE paint (
	id BIGINT NOT NULL, 
	color color, 
	PRIMARY KEY (id)
);
