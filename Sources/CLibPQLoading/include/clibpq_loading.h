#ifndef CLIBPQ_LOADING_H
#define CLIBPQ_LOADING_H

#include <stdbool.h>

/// Whether `clibpq_load` has anything to load.
bool clibpq_is_separate(void);

/// Loads libpq, if that has not been done; to be called before anything else of it.
///
/// Returns null, or why it cannot be loaded.
const char *clibpq_load(void);

/// Why a library that libpq called on this thread could not be loaded, since this was last asked; or null.
const char *clibpq_missing(void);

#endif
