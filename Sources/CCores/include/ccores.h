#ifndef CCORES_H
#define CCORES_H

/// The core that the calling thread runs on; -1 when that is not known.
int ccores_current(void);

/// Moves the calling thread to another core than this one, if it may run on any, and lets it go wherever it
/// wants from there.
void ccores_leave(int core);

#endif
