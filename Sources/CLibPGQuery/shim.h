#ifndef CLIBPGQUERY_SHIM_H
#define CLIBPGQUERY_SHIM_H

#include <pg_query.h>
#include <pg_query/pg_query.pb-c.h>

#endif
