/* form.h - the words of a step against the forms of verb.tbl. */
#ifndef HARNESS_FORM_H
#define HARNESS_FORM_H

#include "scenario/source.h"
#include "scenario/verb.h"

struct form_slot {
	const char *name;		/* "domain", "$stanza", "F"; NULL: not in the form */
	size_t name_n;
	bool after_as;			/* stands behind the word `as` */
	const struct token *from;	/* NULL: absent */
	size_t n;			/* tokens; more than one for <x>... */
};

struct form_match {
	struct form_slot slot[VERB_ARGS];
	size_t reached;			/* tokens taken before it failed */
	const char *wanted[8];		/* literal words that would have gone on there */
	size_t wanted_n[8];		/* their lengths */
	size_t n_wanted;
	bool wanted_slot;		/* a slot was open there */
};

/* The whole of t[0..n) against `form`. */
bool form_match(const char *form, const struct token *t, size_t n, struct form_match *out);

/* Each <slot> of a form, in order; returns how many. */
size_t form_slots(const char *form, struct form_slot *out);

#endif
