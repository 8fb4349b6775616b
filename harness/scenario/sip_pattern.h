/* sip_pattern.h - the head of a SIP message as a pattern; for payload_sip.c.
 *
 * A start line, then header fields of which others may be there.  Names are
 * compared without case, short ones as their long ones.  Of a field that is a
 * list each wanted value takes one of its own; of a value with parameters
 * those that are named must be there; a display name counts when there is one
 * in the pattern.
 */
#ifndef HARNESS_SIP_PATTERN_H
#define HARNESS_SIP_PATTERN_H

#include "scenario/pattern.h"
#include "scenario/sip_text.h"

struct sip_pattern;

/* Of pieces[0..n): the head, lines set apart by LF.  NULL and *f otherwise. */
struct sip_pattern *sip_pattern_new(const struct payload_source *s, const struct piece *pieces,
                                    size_t n, struct fault *f);
void sip_pattern_free(struct sip_pattern **pp);
/* "MESSAGE", "SIP/2.0"; "" when a piece says it. */
const char *sip_pattern_element(const struct sip_pattern *p);
/* A final response that says no. */
bool sip_pattern_is_refusal(const struct sip_pattern *p);
/* Binds into the trail; *m (may be NULL) is the first difference. */
bool sip_pattern_matches(const struct sip_pattern *p, const struct sip_text *t,
                         struct trail *trail, struct mismatch *m);

/* Lines of text and pieces as one value with CRLF between lines. */
void sip_text_pattern(const struct piece *pieces, size_t n, struct text_pattern *out);
void sip_text_pattern_free(struct text_pattern *t);

#endif
