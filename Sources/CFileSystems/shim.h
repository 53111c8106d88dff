#ifndef CFILESYSTEMS_SHIM_H
#define CFILESYSTEMS_SHIM_H

#include <sys/vfs.h>

#endif
