/* scan.h - a head, row by row (RFC 3261 7.3.1).
 *
 * The reader and the framer both find the fields of a message with this, so that
 * they cannot disagree where one ends and another begins.
 */
#ifndef REF_SIP_SCAN_H
#define REF_SIP_SCAN_H

#include <stdbool.h>

#include "lib/view.h"

struct sip_row {
	struct view name;	/* a token */
	struct view raw;	/* trimmed; folds still inside */
	bool folded;
};

enum sip_scan {
	SIP_SCAN_ROW,
	SIP_SCAN_END,		/* the empty line; *rest is the body */
	SIP_SCAN_BAD,		/* *why says; *rest stands behind the bad line if it had an end */
};

/* The next row of *rest, which begins at a line.  Bad: a line without colon or
 * with a name that is no token, a CR or LF that ends no line, no empty line. */
enum sip_scan sip_scan_row(struct view *rest, struct sip_row *row, const char **why);

/* The next line without its CRLF, no folding (start lines).  False: as BAD. */
bool sip_scan_line(struct view *rest, struct view *line, const char **why);

#endif
