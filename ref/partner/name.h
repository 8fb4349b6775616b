/* name.h - domain names as an operator writes them into a file.
 *
 * Stricter than jid/jid.h: only what can stand in DNS and in a certificate, so
 * no address literal, port, wildcard or address of a user.
 */
#ifndef REF_PARTNER_NAME_H
#define REF_PARTNER_NAME_H

#include <stdbool.h>

#include "lib/buf.h"
#include "lib/region.h"
#include "lib/view.h"

struct domain_name {		/* lives in the region */
	struct view prepared;	/* U-labels, lower case (jid/jid.h) */
	struct view ascii;	/* A-labels */
};

/* False: *why gets static words. */
bool name_read(struct view text, struct region *r, struct domain_name *out,
               const char **why);

/* Appends `name` as one part of what conf_where() takes: dots escaped. */
void name_dotted(const char *name, struct buf *out);

#endif
