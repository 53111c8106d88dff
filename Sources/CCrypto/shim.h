#ifndef CCRYPTO_SHIM_H
#define CCRYPTO_SHIM_H

// SHA-256 without OpenSSL's providers: setting them up takes as long as hashing a thousand files.
#define OPENSSL_SUPPRESS_DEPRECATED
#include <openssl/sha.h>

#endif
