/* pemfile.h - certificates and keys of the operator, each fault named. */
#ifndef REF_TLS_PEMFILE_H
#define REF_TLS_PEMFILE_H

#include <stdbool.h>

#include <openssl/evp.h>
#include <openssl/x509.h>

#include "lib/fault.h"

/* All certificates in `path`, at least one.  NULL and *f. */
STACK_OF(X509) *pemfile_certificates(const char *path, struct fault *f);

/* All certificates and revocation lists in `path` into `store`; at least one
 * certificate.  *lists: there was a list. */
bool pemfile_trust(const char *path, X509_STORE *store, bool *lists, struct fault *f);

/* All revocation lists in `path` into `store`; at least one. */
bool pemfile_lists(const char *path, X509_STORE *store, struct fault *f);

/* Words about a list in `store` whose next update is overdue, and which no newer one of
 * its authority stands beside; the caller's to free.  NULL: there is none. */
char *pemfile_stale(X509_STORE *store);

/* The private key in `path`; one with a passphrase is a fault. */
EVP_PKEY *pemfile_key(const char *path, struct fault *f);

#endif
