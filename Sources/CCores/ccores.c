#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "ccores.h"

#include <sched.h>

int ccores_current(void) { return sched_getcpu(); }

void ccores_leave(int core) {
  cpu_set_t allowed, others;
  if (core < 0 || core >= CPU_SETSIZE || sched_getaffinity(0, sizeof allowed, &allowed) != 0) return;
  others = allowed;
  CPU_CLR(core, &others);
  if (CPU_COUNT(&others) == 0 || sched_setaffinity(0, sizeof others, &others) != 0) return;
  sched_setaffinity(0, sizeof allowed, &allowed);
}
