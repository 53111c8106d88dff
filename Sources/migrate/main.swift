import Glibc
import MigrateCommands

signal(SIGPIPE, SIG_IGN)
exit(Program.run(Array(CommandLine.arguments.dropFirst()), variables: ProcessVariables.all))
