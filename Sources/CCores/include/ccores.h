#ifndef CCORES_H
#define CCORES_H

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>

/// The core that the calling thread runs on; -1 when that is not known.
int ccores_current(void);

/// How many cores the calling thread may run on; 1 when that is not known.
int ccores_count(void);

/// Moves the calling thread to another core than this one, if it may run on any, and lets it go wherever it
/// wants from there.
void ccores_leave(int core);

/// Begins `work` with `box` on a new thread: with a stack of so many bytes, where that is not zero, and if it is
/// to be elsewhere on another core than the caller's, where there is one. It may go wherever it wants from there.
///
/// Returns whether there is a thread, which is to be joined; nothing has begun otherwise.
bool ccores_start(size_t stack_size, bool elsewhere, void (*work)(void *), void *box, pthread_t *thread);

#endif
