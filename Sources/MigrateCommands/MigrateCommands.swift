// MigrateCommands
