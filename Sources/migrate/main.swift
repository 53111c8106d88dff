import CMalloc
import Glibc
import MigrateCommands
import Signals

signal(SIGPIPE, SIG_IGN)
Interruption.catchSignals()
// Memory is asked for in large pieces: glibc would go to the system for every few pages.
_ = mallopt(M_TOP_PAD, 64 << 20)
_ = mallopt(M_TRIM_THRESHOLD, 256 << 20)
// What is freed is joined with its neighbours at once: glibc would put that off and do it for all, again and again.
_ = mallopt(M_MXFAST, 0)
// At once: nothing has to be tidied up, and another thread may still be opening a session.
_exit(Program.run(Array(CommandLine.arguments.dropFirst()), variables: ProcessVariables.all))
