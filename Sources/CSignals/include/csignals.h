#ifndef CSIGNALS_H
#define CSIGNALS_H

#include <stdbool.h>

/// Takes SIGINT and SIGTERM over, each unless whoever started the process had it ignored.
void csignals_catch(void);

/// From now on the first signal is only noted; else it ends the process, as the second always does.
/// Whoever holds signals off lets them through again, as often.
void csignals_hold_off(bool holds_off);

/// The signal that was noted; 0 for none.
int csignals_noted(void);

/// A descriptor that can be read from once a signal was noted; -1 when none are caught.
int csignals_descriptor(void);

#endif
