// AlembicOps
