#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "csignals.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <stddef.h>
#include <time.h>
#include <unistd.h>

static volatile sig_atomic_t noted;
// How many parts of the process hold signals off.
static atomic_int holders;
static int ends[2] = {-1, -1};
static struct timespec noted_at;

// Whoever signals a process and then its group wishes once, but signals twice.
static bool is_echo(int number) {
  struct timespec now;
  if (number != noted || clock_gettime(CLOCK_MONOTONIC, &now) != 0) return false;
  return (now.tv_sec - noted_at.tv_sec) * 1000 + (now.tv_nsec - noted_at.tv_nsec) / 1000000 < 100;
}

// Async-signal-safe calls only. As a shell reports it: 128 and the signal's number.
static void handle(int number) {
  int error = errno;
  if (atomic_load(&holders) == 0 || (noted && !is_echo(number))) _exit(128 + number);
  if (noted) return;
  noted = number;
  clock_gettime(CLOCK_MONOTONIC, &noted_at);
  ssize_t written = write(ends[1], "", 1);
  (void)written;
  errno = error;
}

static void catch_one(int number) {
  struct sigaction action;
  // `nohup` and shells without job control ignore signals on behalf of what they start.
  if (sigaction(number, NULL, &action) != 0 || action.sa_handler == SIG_IGN) return;
  action.sa_handler = handle;
  action.sa_flags = SA_RESTART;
  sigfillset(&action.sa_mask);
  sigaction(number, &action, NULL);
}

void csignals_catch(void) {
  if (ends[0] >= 0 || pipe2(ends, O_CLOEXEC | O_NONBLOCK) != 0) return;
  catch_one(SIGINT);
  catch_one(SIGTERM);
}

void csignals_hold_off(bool holds_off) { atomic_fetch_add(&holders, holds_off ? 1 : -1); }

int csignals_noted(void) { return noted; }

int csignals_descriptor(void) { return ends[0]; }
