// ScratchServers
