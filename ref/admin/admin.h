/* admin.h - a program as its operator sees it while it runs: the control socket,
 * and the metrics.
 *
 * The same for both programs; what is special to one stands in the functions it
 * hands in (edge_commands.c, gateway_commands.c).  Reading changes nothing:
 * only reload and drain do; probe sends a message.
 */
#ifndef REF_ADMIN_ADMIN_H
#define REF_ADMIN_ADMIN_H

#include "admin/command.h"
#include "admin/reply.h"
#include "lib/daemon.h"
#include "partner/reading.h"

/* What one program can tell.  `self` is the program's whole (edge.h, gateway.h). */
struct admin_ops {
	const char *name; /* "fed-edge" */
	enum command_program program;
	const struct partners *(*partners)(const void *self);
	const char *prefix; /* of its metrics: "fed_edge_" */
	void (*metrics)(const void *self, struct buf *out);
	/* Adds to the row of `status`. */
	void (*status)(const void *self, json_t *row);
	/* Adds to the row of one partner; `whole`: for `partner show`. */
	void (*partner)(const void *self, const struct partner *p, bool whole, json_t *row);
	/* The commands that admin.c does not answer; NULL: not one of this program's. */
	void (*run[COMMAND_COUNT])(const void *self, const struct command_call *call,
	                           struct reply *r);
	/* Those whose rows come later (reply_later()). */
	void (*later[COMMAND_COUNT])(void *self, const struct command_call *call,
	                             struct reply *r);
};

struct admin;

/* Opens what the settings, which are not kept, ask for; `d` is lent for its life.
 * NULL and *f: an address is taken, with its place. */
struct admin *admin_new(struct loop *l, const struct admin_ops *ops, struct daemon *d,
                        const struct admin_settings *s, struct fault *f);
/* Before the loop turns: whom it shows; lent likewise. */
void admin_begin(struct admin *a, void *self);
void admin_free(struct admin **ap);

/* A reload in two steps, so that it is all or nothing: what the new settings ask
 * for is opened; then the old is closed, or the new.  False and *f: nothing has
 * changed, and nothing is to be undone. */
bool admin_prepare(struct admin *a, const struct admin_settings *s, struct fault *f);
void admin_settle(struct admin *a);
void admin_undo(struct admin *a);

/* One request, as the control socket hands it in. */
void admin_ask(void *admin, const struct view *word, size_t n, struct reply *r);

extern const struct admin_ops admin_edge, admin_gateway;

#endif
