/* manual.h - a table of configuration keys as text for a man page.
 *
 * The tables that read a file also print its documentation, so that neither
 * can be changed without the other.
 */
#ifndef REF_PARTNER_MANUAL_H
#define REF_PARTNER_MANUAL_H

#include "lib/buf.h"
#include "lib/conf.h"

/* Appends one .TP paragraph for each key, nested ones behind their parent:
 * kind, default, range, sentence. */
void manual_keys(const struct conf_key *keys, struct buf *out);

/* Text as roff takes it: hyphens stay hyphens. */
void manual_text(struct buf *out, const char *s);

#endif
