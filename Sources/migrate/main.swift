import Glibc
import MigrateCommands

signal(SIGPIPE, SIG_IGN)
// libpq would take it for every address that names no other, sockets included.
unsetenv("PGHOSTADDR")
exit(Program.run(Array(CommandLine.arguments.dropFirst()), variables: ProcessVariables.all))
