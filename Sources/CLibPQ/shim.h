#ifndef CLIBPQ_SHIM_H
#define CLIBPQ_SHIM_H

#include <libpq-fe.h>
#include <stdbool.h>

// Character macros are not imported into Swift.
static const int PG_DIAG_SEVERITY_CODE = PG_DIAG_SEVERITY_NONLOCALIZED;
static const int PG_DIAG_SQLSTATE_CODE = PG_DIAG_SQLSTATE;
static const int PG_DIAG_MESSAGE_PRIMARY_CODE = PG_DIAG_MESSAGE_PRIMARY;
static const int PG_DIAG_MESSAGE_DETAIL_CODE = PG_DIAG_MESSAGE_DETAIL;
static const int PG_DIAG_MESSAGE_HINT_CODE = PG_DIAG_MESSAGE_HINT;
static const int PG_DIAG_STATEMENT_POSITION_CODE = PG_DIAG_STATEMENT_POSITION;
static const int PG_DIAG_INTERNAL_QUERY_CODE = PG_DIAG_INTERNAL_QUERY;
static const int PG_DIAG_INTERNAL_POSITION_CODE = PG_DIAG_INTERNAL_POSITION;
static const int PG_DIAG_CONTEXT_CODE = PG_DIAG_CONTEXT;
static const int PG_DIAG_CONSTRAINT_NAME_CODE = PG_DIAG_CONSTRAINT_NAME;
static const int PG_DIAG_TABLE_NAME_CODE = PG_DIAG_TABLE_NAME;
static const int PG_DIAG_SCHEMA_NAME_CODE = PG_DIAG_SCHEMA_NAME;

// Asks the server to give up what the session runs; encrypted like the session since PostgreSQL 17's
// libpq. Returns when the server has been told, not when it has obeyed.
static inline bool clibpq_cancel(PGconn *connection) {
#ifdef LIBPG_HAS_ASYNC_CANCEL
  PGcancelConn *request = PQcancelCreate(connection);
  bool sent = request != NULL && PQcancelBlocking(request) == 1;
  PQcancelFinish(request);
#else
  char reason[256];
  PGcancel *request = PQgetCancel(connection);
  bool sent = request != NULL && PQcancel(request, reason, (int)sizeof reason) == 1;
  PQfreeCancel(request);
#endif
  return sent;
}

#endif
