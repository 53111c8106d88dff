#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "clibpq_loading.h"

#include <stddef.h>

// With libpq come twenty libraries (OpenSSL, Kerberos, LDAP, GnuTLS), which take three times as long to
// load as everything else. Here its functions are found when they are needed, so that a thread of its
// own can load them while others work. Elsewhere than on Linux, the linker does it; a release has libpq
// itself, and late_functions.c in place of this.
#if __has_include(<libpq_needs.h>)
#elif defined(__linux__)

#include <dlfcn.h>
#include <libpq-fe.h>
#include <pthread.h>

// The functions that are called, as `FORWARD(result, name, (parameters), (arguments))`.
#ifdef LIBPG_HAS_ASYNC_CANCEL
#define CANCEL_FUNCTIONS(FORWARD) \
  FORWARD(PGcancelConn *, PQcancelCreate, (PGconn * conn), (conn)) \
  FORWARD(int, PQcancelBlocking, (PGcancelConn * request), (request)) \
  FORWARD(void, PQcancelFinish, (PGcancelConn * request), (request))
#else
#define CANCEL_FUNCTIONS(FORWARD) \
  FORWARD(PGcancel *, PQgetCancel, (PGconn * conn), (conn)) \
  FORWARD(int, PQcancel, (PGcancel * request, char *reason, int size), (request, reason, size)) \
  FORWARD(void, PQfreeCancel, (PGcancel * request), (request))
#endif

#define FUNCTIONS(FORWARD) \
  CANCEL_FUNCTIONS(FORWARD) \
  FORWARD(PGconn *, PQconnectdbParams, \
          (const char *const *keywords, const char *const *values, int expands), \
          (keywords, values, expands)) \
  FORWARD(PGconn *, PQconnectStartParams, \
          (const char *const *keywords, const char *const *values, int expands), \
          (keywords, values, expands)) \
  FORWARD(PostgresPollingStatusType, PQconnectPoll, (PGconn * conn), (conn)) \
  FORWARD(PGPing, PQpingParams, \
          (const char *const *keywords, const char *const *values, int expands), \
          (keywords, values, expands)) \
  FORWARD(void, PQfinish, (PGconn * conn), (conn)) \
  FORWARD(ConnStatusType, PQstatus, (const PGconn *conn), (conn)) \
  FORWARD(PGTransactionStatusType, PQtransactionStatus, (const PGconn *conn), (conn)) \
  FORWARD(const char *, PQparameterStatus, (const PGconn *conn, const char *name), (conn, name)) \
  FORWARD(int, PQserverVersion, (const PGconn *conn), (conn)) \
  FORWARD(char *, PQerrorMessage, (const PGconn *conn), (conn)) \
  FORWARD(int, PQsocket, (const PGconn *conn), (conn)) \
  FORWARD(int, PQbackendPID, (const PGconn *conn), (conn)) \
  FORWARD(int, PQsslInUse, (PGconn * conn), (conn)) \
  FORWARD(char *, PQdb, (const PGconn *conn), (conn)) \
  FORWARD(char *, PQuser, (const PGconn *conn), (conn)) \
  FORWARD(char *, PQhost, (const PGconn *conn), (conn)) \
  FORWARD(char *, PQport, (const PGconn *conn), (conn)) \
  FORWARD(PQnoticeReceiver, PQsetNoticeReceiver, \
          (PGconn * conn, PQnoticeReceiver receiver, void *box), (conn, receiver, box)) \
  FORWARD(int, PQsendQuery, (PGconn * conn, const char *text), (conn, text)) \
  FORWARD(int, PQsendQueryParams, \
          (PGconn * conn, const char *text, int count, const Oid *types, \
           const char *const *values, const int *lengths, const int *formats, int format), \
          (conn, text, count, types, values, lengths, formats, format)) \
  FORWARD(int, PQsendPrepare, \
          (PGconn * conn, const char *name, const char *text, int count, const Oid *types), \
          (conn, name, text, count, types)) \
  FORWARD(int, PQsendQueryPrepared, \
          (PGconn * conn, const char *name, int count, const char *const *values, \
           const int *lengths, const int *formats, int format), \
          (conn, name, count, values, lengths, formats, format)) \
  FORWARD(PGresult *, PQgetResult, (PGconn * conn), (conn)) \
  FORWARD(int, PQisBusy, (PGconn * conn), (conn)) \
  FORWARD(int, PQconsumeInput, (PGconn * conn), (conn)) \
  FORWARD(int, PQflush, (PGconn * conn), (conn)) \
  FORWARD(int, PQsetnonblocking, (PGconn * conn, int on), (conn, on)) \
  FORWARD(int, PQenterPipelineMode, (PGconn * conn), (conn)) \
  FORWARD(int, PQexitPipelineMode, (PGconn * conn), (conn)) \
  FORWARD(int, PQpipelineSync, (PGconn * conn), (conn)) \
  FORWARD(int, PQputCopyData, (PGconn * conn, const char *bytes, int count), (conn, bytes, count)) \
  FORWARD(int, PQputCopyEnd, (PGconn * conn, const char *reason), (conn, reason)) \
  FORWARD(int, PQgetCopyData, (PGconn * conn, char **bytes, int async), (conn, bytes, async)) \
  FORWARD(void, PQfreemem, (void *bytes), (bytes)) \
  FORWARD(ExecStatusType, PQresultStatus, (const PGresult *result), (result)) \
  FORWARD(char *, PQresultErrorMessage, (const PGresult *result), (result)) \
  FORWARD(char *, PQresultErrorField, (const PGresult *result, int field), (result, field)) \
  FORWARD(void, PQclear, (PGresult * result), (result)) \
  FORWARD(int, PQntuples, (const PGresult *result), (result)) \
  FORWARD(int, PQnfields, (const PGresult *result), (result)) \
  FORWARD(char *, PQgetvalue, (const PGresult *result, int row, int column), (result, row, column)) \
  FORWARD(int, PQgetlength, (const PGresult *result, int row, int column), (result, row, column)) \
  FORWARD(int, PQgetisnull, (const PGresult *result, int row, int column), (result, row, column))

#define POINTER(result, name, parameters, arguments) static result(*found_##name) parameters;
FUNCTIONS(POINTER)

// Hidden, so that libpq's own calls stay within it.
#define DEFINITION(result, name, parameters, arguments) \
  __attribute__((visibility("hidden"))) result name parameters { return found_##name arguments; }
FUNCTIONS(DEFINITION)

static const char *failure;

static void load(void) {
  // Our threads end with the process, so that what is loaded is never let go.
  void *library = dlopen("libpq.so.5", RTLD_LAZY | RTLD_LOCAL);
  if (library == NULL) {
    failure = dlerror();
    return;
  }
#define LOOKUP(result, name, parameters, arguments) \
  *(void **)&found_##name = dlsym(library, #name); \
  if (found_##name == NULL) { \
    failure = "libpq has no function " #name; \
    return; \
  }
  FUNCTIONS(LOOKUP)
}

bool clibpq_is_separate(void) { return true; }

const char *clibpq_load(void) {
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  pthread_once(&once, load);
  return failure;
}

const char *clibpq_missing(void) { return NULL; }

#else

bool clibpq_is_separate(void) { return false; }
const char *clibpq_load(void) { return NULL; }
const char *clibpq_missing(void) { return NULL; }

#endif
