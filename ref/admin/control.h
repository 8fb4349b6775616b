/* control.h - the control socket: who may ask, and how much.
 *
 * A Unix stream socket of mode 0600: what the file system lets in is let in.
 * A request is one line: words with spaces between them, or, where an argument
 * holds a space, one JSON object:
 *
 *   partner show fabrikam.example
 *   {"command":"partner show","arguments":["fabrikam.example"]}
 *
 * The answer is that of reply.h; the next request is read behind it.
 * Attack: a program of the same user that connects and connects, writes without
 * an end, asks and does not read, or does nothing at all.  Each has its bound.
 * Not here: what the words mean (admin.h).
 */
#ifndef REF_ADMIN_CONTROL_H
#define REF_ADMIN_CONTROL_H

#include "admin/reply.h"
#include "lib/fault.h"
#include "lib/loop.h"

#define CONTROL_CLIENTS_MAX 16
#define CONTROL_LINE_MAX    4096
#define CONTROL_WORDS_MAX   8
#define CONTROL_UNSENT_MAX  65536 /* then no more rows are made */
#define CONTROL_IDLE_MS     60000 /* without a request, or without reading */

struct control;

/* One request: says its rows, and what was wrong with it. */
typedef void control_ask(void *arg, const struct view *word, size_t n, struct reply *r);

struct control *control_new(struct loop *l, control_ask *ask, void *arg);
/* Removes the socket, if it is still the one that was made. */
void control_free(struct control **cp);

/* Listens at `path` as well as where it did; NULL: nowhere new.  A socket there
 * that nobody listens at is replaced.  False and *f (no file): somebody does, or
 * it is no socket, or it cannot be made; nothing has changed. */
bool control_open(struct control *c, const char *path, struct fault *f);
/* Only where the last control_open() said. */
void control_settle(struct control *c);
/* As before the last control_open(). */
void control_undo(struct control *c);

#endif
