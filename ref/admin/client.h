/* client.h - asking a control socket, for fedctl.  Blocks, with a time limit.
 */
#ifndef REF_ADMIN_CLIENT_H
#define REF_ADMIN_CLIENT_H

#include <stdbool.h>
#include <stddef.h>

#include <jansson.h>

#include "lib/buf.h"

#define CLIENT_WAIT_S 30 /* for the next row */

enum client_end {
	CLIENT_OK,
	CLIENT_FAULT, /* the program answered with an error */
	CLIENT_LOST,  /* nobody answered, or not in this language */
};

/* Sends a command and its arguments to the socket at `path`.  `row` is called with
 * each row as it came (`line` without its end) and as read; both lent.  *why: one
 * line, unless CLIENT_OK. */
enum client_end client_ask(const char *path, const char *command, const struct view *argument,
                           size_t n,
                           void (*row)(void *arg, struct view line, const json_t *row),
                           void *arg, struct buf *why);

/* The socket's path of `control:` in a configuration file of either program; the
 * caller frees it.  NULL and *why. */
char *client_path_of(const char *configuration, struct buf *why);

#endif
