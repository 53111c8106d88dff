#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "ccores.h"

#include <sched.h>
#include <stdlib.h>

int ccores_current(void) { return sched_getcpu(); }

int ccores_count(void) {
  cpu_set_t allowed;
  return sched_getaffinity(0, sizeof allowed, &allowed) == 0 ? CPU_COUNT(&allowed) : 1;
}

// The cores that the calling thread may run on, and those among them that are not this one.
static bool find_others(int core, cpu_set_t *allowed, cpu_set_t *others) {
  if (core < 0 || core >= CPU_SETSIZE || sched_getaffinity(0, sizeof *allowed, allowed) != 0) return false;
  *others = *allowed;
  CPU_CLR(core, others);
  return CPU_COUNT(others) > 0;
}

void ccores_leave(int core) {
  cpu_set_t allowed, others;
  if (!find_others(core, &allowed, &others) || sched_setaffinity(0, sizeof others, &others) != 0) return;
  sched_setaffinity(0, sizeof allowed, &allowed);
}

struct start {
  void (*work)(void *);
  void *box;
  bool is_bound;
  cpu_set_t allowed;
};

static void *begin(void *argument) {
  struct start start = *(struct start *)argument;
  free(argument);
  if (start.is_bound) sched_setaffinity(0, sizeof start.allowed, &start.allowed);
  start.work(start.box);
  return NULL;
}

bool ccores_start(size_t stack_size, bool elsewhere, void (*work)(void *), void *box, pthread_t *thread) {
  pthread_attr_t attributes;
  if (pthread_attr_init(&attributes) != 0) return false;
  bool has_begun = false;
  struct start *start = malloc(sizeof *start);
  if (start != NULL && (stack_size == 0 || pthread_attr_setstacksize(&attributes, stack_size) == 0)) {
    *start = (struct start){.work = work, .box = box};
    cpu_set_t others;
    start->is_bound = elsewhere && find_others(sched_getcpu(), &start->allowed, &others) &&
                      pthread_attr_setaffinity_np(&attributes, sizeof others, &others) == 0;
    has_begun = pthread_create(thread, &attributes, begin, start) == 0;
  }
  if (!has_begun) free(start);
  pthread_attr_destroy(&attributes);
  return has_begun;
}
