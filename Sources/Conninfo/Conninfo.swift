// Conninfo
