// toml++ as plain C: a document is parsed at once and laid out as a flat list of nodes.
// No C++ exception leaves these functions.
#ifndef CTOML_H
#define CTOML_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef enum ctoml_kind {
  CTOML_TABLE = 0,
  CTOML_ARRAY = 1,
  CTOML_STRING = 2,
  CTOML_INTEGER = 3,
  CTOML_FLOAT = 4,
  CTOML_BOOLEAN = 5,
  CTOML_DATETIME = 6,
} ctoml_kind;

// One value. The children of a table or array follow it, each with all that is below it.
typedef struct ctoml_node {
  uint32_t kind;
  uint32_t line;  // both from 1; 0 when not known
  uint32_t column;
  uint32_t key_line;
  uint32_t key_column;
  bool boolean;
  const char *key;  // of a member of a table; NULL otherwise. Not terminated.
  size_t key_length;
  const char *text;  // of a string or a date and time. Not terminated.
  size_t text_length;
  int64_t integer;
  double real;
  size_t child_count;
} ctoml_node;

typedef struct ctoml_document ctoml_document;

// Never fails to return something to ask, except when memory is out: then NULL.
ctoml_document *ctoml_parse(const char *bytes, size_t length);
void ctoml_free(ctoml_document *document);

// The words of the parser, or NULL when the text was good.
const char *ctoml_error(const ctoml_document *document);
uint32_t ctoml_error_line(const ctoml_document *document);
uint32_t ctoml_error_column(const ctoml_document *document);

// All nodes, the root table first.
const ctoml_node *ctoml_nodes(const ctoml_document *document, size_t *count);

#ifdef __cplusplus
}
#endif

#endif
