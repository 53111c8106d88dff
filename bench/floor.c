/* What libpq itself needs to apply SQL files: one message a file, in which its row of a ledger is.
 *
 * floor [-a] ADDRESS FILE…
 *
 * Each message is a transaction: the text of the file, and the row that the Supabase CLI would keep.
 * With -a, commits do not wait for the disk but for the last one, as those of `migrate` do not.
 */
#include <libpq-fe.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static PGconn *session;

static void fail(const char *what) {
  fprintf(stderr, "floor: %s: %s\n", what, PQerrorMessage(session));
  exit(1);
}

static void run(const char *text) {
  PGresult *result = PQexec(session, text);
  ExecStatusType status = PQresultStatus(result);
  if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) fail("refused");
  PQclear(result);
}

static char *contents(const char *path) {
  FILE *file = fopen(path, "r");
  if (!file) fail(path);
  fseek(file, 0, SEEK_END);
  long size = ftell(file);
  rewind(file);
  char *text = malloc(size + 1);
  if (!text || fread(text, 1, size, file) != (size_t)size) fail(path);
  text[size] = 0;
  fclose(file);
  return text;
}

int main(int count, char **words) {
  int first = 1;
  int waits = 1;
  if (count > first && strcmp(words[first], "-a") == 0) {
    waits = 0;
    first++;
  }
  if (count <= first) {
    fprintf(stderr, "usage: floor [-a] ADDRESS FILE...\n");
    return 2;
  }
  session = PQconnectdb(words[first++]);
  if (PQstatus(session) != CONNECTION_OK) fail("connecting");
  run("CREATE SCHEMA supabase_migrations;"
      "CREATE TABLE supabase_migrations.schema_migrations"
      " (version text NOT NULL PRIMARY KEY, statements text[], name text)");
  for (int index = first; index < count; index++) {
    char *text = contents(words[index]);
    const char *name = strrchr(words[index], '/');
    name = name ? name + 1 : words[index];
    char *version = PQescapeLiteral(session, name, strcspn(name, "_"));
    char *quoted = PQescapeLiteral(session, text, strlen(text));
    char *title = PQescapeLiteral(session, name, strlen(name));
    size_t room = strlen(text) + strlen(quoted) + strlen(version) + strlen(title) + 300;
    char *message = malloc(room);
    if (!message) fail(name);
    snprintf(message, room,
             "BEGIN;%s%s\n;INSERT INTO supabase_migrations.schema_migrations (version, name, statements)"
             " VALUES (%s, %s, ARRAY[%s]);COMMIT",
             waits || index == count - 1 ? "" : "SET LOCAL synchronous_commit = off;", text,
             version, title, quoted);
    run(message);
    free(message);
    free(text);
    PQfreemem(version);
    PQfreemem(quoted);
    PQfreemem(title);
  }
  PQfinish(session);
  return 0;
}
