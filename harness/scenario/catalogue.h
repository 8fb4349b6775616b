/* catalogue.h - the requirements: scenarios/requirements/{xmpp,sip,lync}.tsv, and
 * excluded.tsv beside them: those that no scenario is asked for, with the clause
 * that lets them be left and the reason why they are. */
#ifndef HARNESS_CATALOGUE_H
#define HARNESS_CATALOGUE_H

#include <stdbool.h>
#include <stddef.h>

#include "lib/fault.h"
#include "lib/view.h"

struct requirement {
	const char *id;		/* "R6120-4.3.2-1" */
	const char *catalogue;	/* "xmpp", "sip", "lync" */
	const char *spec;	/* "RFC 6120" */
	const char *section;
	const char *level;	/* "MUST NOT" */
	const char *role;
	const char *text;
	const char *severity;
	const char *clause, *reason;	/* of its exclusion; NULL: it is not excluded */
};

struct catalogue;

/* All *.tsv of `dir` that have a column "id" and a column "requirement"; and
 * excluded.tsv, if there is one, with the columns id, clause and reason: each id is
 * one of the others', named once, with both. */
struct catalogue *catalogue_load(const char *dir, struct fault *f);
void catalogue_free(struct catalogue **cp);
const struct requirement *requirement_find(const struct catalogue *c,
                                           struct view id);
/* The nearest known id, or NULL. */
const char *requirement_nearest(const struct catalogue *c, struct view id);
size_t catalogue_count(const struct catalogue *c);
const struct requirement *catalogue_at(const struct catalogue *c, size_t i);

#endif
