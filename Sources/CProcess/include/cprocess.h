#ifndef CPROCESS_H
#define CPROCESS_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

/// What to start, and as whom. The arrays of strings end in a null pointer.
struct cprocess_request {
  const char *path;
  char *const *arguments;
  char *const *environment;
  /// Entered after the change of user; null keeps the caller's.
  const char *working_directory;
  /// Standard input, output and error; -1 is `/dev/null`.
  int descriptors[3];
  /// Appended to by standard output and error, opened by the new user; null when not wanted.
  const char *log_path;
  bool changes_user;
  uid_t uid;
  gid_t gid;
  const gid_t *groups;
  size_t group_count;
  /// A session of its own, and no child of the caller: it outlives it. Others are killed with the
  /// thread that starts them, which therefore must wait for their end.
  bool is_detached;
};

/// What failed between the fork and the program's first instruction.
enum cprocess_stage {
  CPROCESS_FORK = 1,
  CPROCESS_CHANGE_USER,
  CPROCESS_ENTER_DIRECTORY,
  CPROCESS_OPEN_FILES,
  CPROCESS_EXECUTE,
};

struct cprocess_result {
  pid_t pid;
  /// Zero when the program runs; else a `cprocess_stage`.
  int failed_stage;
  int error;
};

struct cprocess_result cprocess_spawn(const struct cprocess_request *request);

enum cprocess_state { CPROCESS_RUNNING, CPROCESS_EXITED, CPROCESS_SIGNALED, CPROCESS_UNKNOWN };

struct cprocess_ending {
  enum cprocess_state state;
  /// The exit code or the signal.
  int code;
};

/// Reaps a child if it has ended; waits for its end when `waits`.
struct cprocess_ending cprocess_reap(pid_t pid, bool waits);

/// Who listens at a Unix socket, if anybody does.
struct cprocess_listener {
  bool is_there;
  /// Zero when it is in a container that we cannot see into.
  pid_t pid;
  uid_t uid;
};

struct cprocess_listener cprocess_listener_at(const char *socket_path);

/// The longest path that a Unix socket may have, in bytes.
size_t cprocess_socket_path_limit(void);

/// What Swift's import of the C library leaves out: pipe2, memfd_create, newlocale.
bool cprocess_pipe(int ends[2]);
int cprocess_memory_file(void);
bool cprocess_has_locale(const char *name);

#endif
