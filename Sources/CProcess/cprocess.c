#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "cprocess.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <locale.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#ifdef __linux__
#include <sys/prctl.h>
#endif
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

// What the child says through the pipe: its number once, then perhaps why it failed.
struct report {
  pid_t pid;
  int stage;
  int error;
};

static void say(int pipe, struct report report) {
  ssize_t written;
  do {
    written = write(pipe, &report, sizeof report);
  } while (written < 0 && errno == EINTR);
}

static _Noreturn void fail(int pipe, int stage) {
  say(pipe, (struct report){.pid = getpid(), .stage = stage, .error = errno});
  _exit(127);
}

// glibc's own wrappers signal the other threads, which a forked child does not have; these do not.
static bool change_user(const struct cprocess_request *request) {
#ifdef __linux__
  return syscall(SYS_setgroups, request->group_count, request->groups) == 0
      && syscall(SYS_setresgid, request->gid, request->gid, request->gid) == 0
      && syscall(SYS_setresuid, request->uid, request->uid, request->uid) == 0;
#else
  return setgroups((int)request->group_count, request->groups) == 0
      && setgid(request->gid) == 0 && setuid(request->uid) == 0;
#endif
}

static void close_from(int first, int limit) {
#ifdef SYS_close_range
  if (syscall(SYS_close_range, first, ~0U, 0) == 0) return;
#endif
  for (int descriptor = first; descriptor < limit; descriptor++) close(descriptor);
}

// Runs in the child: async-signal-safe calls only.
static _Noreturn void become(
    const struct cprocess_request *request, const int descriptors[3], int pipe, int limit,
    pid_t parent) {
  for (int number = 1; number < NSIG; number++) signal(number, SIG_DFL);
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, NULL);
  umask(077);

  if (request->changes_user && !change_user(request)) fail(pipe, CPROCESS_CHANGE_USER);
#ifdef __linux__
  // Killed with us, or an orphan would go on writing where the next start begins anew. A change of
  // user forgets it, so it stands here; the parent may have died before.
  if (!request->is_detached) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent) _exit(127);
  }
#endif
  if (request->working_directory && chdir(request->working_directory) != 0)
    fail(pipe, CPROCESS_ENTER_DIRECTORY);
  for (int target = 0; target < 3; target++) {
    int source = descriptors[target];
    if (target > 0 && request->log_path)
      source = open(request->log_path, O_WRONLY | O_CREAT | O_APPEND | O_NOFOLLOW | O_CLOEXEC, 0600);
    else if (source < 0)
      source = open("/dev/null", (target == 0 ? O_RDONLY : O_WRONLY) | O_CLOEXEC);
    if (source < 0 || dup2(source, target) < 0) fail(pipe, CPROCESS_OPEN_FILES);
  }
  if (pipe != 3) {
    if (dup2(pipe, 3) < 0) fail(pipe, CPROCESS_OPEN_FILES);
    pipe = 3;
  }
  fcntl(pipe, F_SETFD, FD_CLOEXEC);
  close_from(4, limit);
  execve(request->path, request->arguments, request->environment);
  fail(pipe, CPROCESS_EXECUTE);
}

static int descriptor_limit(void) {
  struct rlimit limit;
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur > 65536) return 65536;
  return (int)limit.rlim_cur;
}

static pid_t fork_child(
    const struct cprocess_request *request, const int descriptors[3], int pipe) {
  int limit = descriptor_limit();
  pid_t parent = getpid();
  // No handler of ours may run in the child before they are reset.
  sigset_t all, before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  pid_t child = fork();
  if (child == 0) {
    if (request->is_detached) {
      setsid();
      pid_t grandchild = fork();
      if (grandchild < 0) fail(pipe, CPROCESS_FORK);
      if (grandchild > 0) _exit(0);
      say(pipe, (struct report){.pid = getpid()});
    }
    become(request, descriptors, pipe, limit, parent);
  }
  int error = errno;
  pthread_sigmask(SIG_SETMASK, &before, NULL);
  errno = error;
  return child;
}

struct cprocess_result cprocess_spawn(const struct cprocess_request *request) {
  struct cprocess_result result = {.failed_stage = CPROCESS_FORK};
  int descriptors[3] = {-1, -1, -1};
  int ends[2] = {-1, -1};
  pid_t child = -1;
  bool ready = pipe2(ends, O_CLOEXEC) == 0;
  // Copies above the standard ones, so that no dup2 in the child overwrites the next source.
  for (int i = 0; ready && i < 3; i++) {
    if (request->descriptors[i] < 0) continue;
    descriptors[i] = fcntl(request->descriptors[i], F_DUPFD_CLOEXEC, 4);
    ready = descriptors[i] >= 0;
  }
  if (ready) {
    int high = fcntl(ends[1], F_DUPFD_CLOEXEC, 4);
    ready = high >= 0;
    if (ready) {
      close(ends[1]);
      ends[1] = high;
      child = fork_child(request, descriptors, ends[1]);
    }
  }
  result.error = errno;
  for (int i = 0; i < 3; i++)
    if (descriptors[i] >= 0) close(descriptors[i]);
  if (ends[1] >= 0) close(ends[1]);
  if (child > 0) {
    result = (struct cprocess_result){.pid = child};
    struct report report;
    ssize_t got;
    while ((got = read(ends[0], &report, sizeof report)) != 0) {
      if (got < 0 && errno == EINTR) continue;
      if (got != (ssize_t)sizeof report) break;
      result.pid = report.pid;
      result.failed_stage = report.stage;
      result.error = report.error;
    }
    if (result.failed_stage != 0 || request->is_detached) cprocess_reap(child, true);
  }
  if (ends[0] >= 0) close(ends[0]);
  return result;
}

struct cprocess_ending cprocess_reap(pid_t pid, bool waits) {
  int status = 0;
  pid_t reaped;
  do {
    reaped = waitpid(pid, &status, waits ? 0 : WNOHANG);
  } while (reaped < 0 && errno == EINTR);
  if (reaped == 0) return (struct cprocess_ending){.state = CPROCESS_RUNNING};
  if (reaped < 0) return (struct cprocess_ending){.state = CPROCESS_UNKNOWN, .code = errno};
  if (WIFSIGNALED(status))
    return (struct cprocess_ending){.state = CPROCESS_SIGNALED, .code = WTERMSIG(status)};
  return (struct cprocess_ending){.state = CPROCESS_EXITED, .code = WEXITSTATUS(status)};
}

struct cprocess_listener cprocess_listener_at(const char *socket_path) {
  struct cprocess_listener listener = {0};
  struct sockaddr_un address = {.sun_family = AF_UNIX};
  if (strlen(socket_path) >= sizeof address.sun_path) return listener;
  strcpy(address.sun_path, socket_path);
  // A listener that is stopped must not stop us.
  int descriptor = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (descriptor < 0) return listener;
  int connected;
  do {
    connected = connect(descriptor, (struct sockaddr *)&address, sizeof address);
  } while (connected != 0 && errno == EINTR);
  // For the side that connects, the credentials are those of the process that called listen().
  struct ucred credentials;
  socklen_t size = sizeof credentials;
  listener.is_there = connected == 0 || errno == EAGAIN;
  if (connected == 0
      && getsockopt(descriptor, SOL_SOCKET, SO_PEERCRED, &credentials, &size) == 0) {
    listener.pid = credentials.pid;
    listener.uid = credentials.uid;
  }
  close(descriptor);
  return listener;
}

size_t cprocess_socket_path_limit(void) {
  return sizeof(((struct sockaddr_un *)0)->sun_path) - 1;
}

bool cprocess_pipe(int ends[2]) { return pipe2(ends, O_CLOEXEC) == 0; }

int cprocess_memory_file(void) { return memfd_create("input", MFD_CLOEXEC); }

bool cprocess_has_locale(const char *name) {
  locale_t locale = newlocale(LC_ALL_MASK, name, NULL);
  if (locale == NULL) return false;
  freelocale(locale);
  return true;
}
