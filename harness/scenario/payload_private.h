/* payload_private.h - inside struct payload; for payload.c and payload_sip.c. */
#ifndef HARNESS_PAYLOAD_PRIVATE_H
#define HARNESS_PAYLOAD_PRIVATE_H

#include "scenario/brace.h"
#include "scenario/pattern.h"
#include "scenario/sip_pattern.h"

struct payload {
	char *text;
	char *file;
	unsigned line, column;
	enum payload_use use;
	enum payload_form form;
	struct pieces pieces;    /* SIP: of the head, and of a body that is text */
	struct pattern *pattern; /* USE_PATTERN, XML */
	/* SIP, but not raw */
	struct sip_pattern *head; /* USE_PATTERN */
	size_t n_head;            /* pieces of the head; the rest is the body's */
	bool has_body;            /* an empty line ends the head */
	struct payload *xml;      /* a body that is XML; NULL: none */
	struct text_pattern body; /* USE_PATTERN: a body that is text */
};

/* The text once, # being the number (payload.c). */
void payload_put_numbered(const char *words, size_t number, struct buf *out);

/* --- payload_sip.c ------------------------------------------------------------------ */
bool payload_sip_read(struct payload *p, const struct payload_source *s, struct fault *f);
void payload_sip_free(struct payload *p);
bool payload_sip_matches(const struct payload *p, const struct unit *u, struct bindings *b,
                         struct mismatch *m);
/* The value of one piece of a template, as it is. */
bool payload_sip_fill(const struct payload *p, size_t filler_to, struct bindings *b,
                      struct rng *r, struct buf *out, struct fault *f);

#endif
