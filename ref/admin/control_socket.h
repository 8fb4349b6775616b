/* control_socket.h - a Unix socket in the file system: made, replaced, removed. */
#ifndef REF_ADMIN_CONTROL_SOCKET_H
#define REF_ADMIN_CONTROL_SOCKET_H

#include <sys/stat.h>

#include "lib/fault.h"

/* A socket that listens at `path`, mode 0600, not blocking; -1 and *f (no file).
 * *made: what to know it by. */
int control_socket_open(const char *path, struct stat *made, struct fault *f);
/* If `path` is still the socket that was made; the descriptor is the caller's. */
void control_socket_remove(const char *path, const struct stat *made);

#endif
