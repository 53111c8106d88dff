import Glibc
import MigrateCommands

setvbuf(stdout, nil, _IOFBF, 0)
signal(SIGPIPE, SIG_IGN)
exit(Program.run(Array(CommandLine.arguments.dropFirst()), variables: ProcessVariables.all))
