/* multipart.h - the parts of a multipart body (RFC 2046 5.1).
 *
 * One pass over the bytes for each level.  Limits and what they answer: parts that
 * nest without end (stack), parts of a few bytes each (work for every one of them),
 * a part that is all header (memory twice).
 */
#ifndef REF_GATEWAY_MULTIPART_H
#define REF_GATEWAY_MULTIPART_H

#include <stdbool.h>

#include "lib/region.h"
#include "lib/view.h"

#define MULTIPART_DEPTH_MAX  4
#define MULTIPART_PARTS_MAX  32   /* of one multipart */
#define MULTIPART_HEADER_MAX 4096 /* octets of the header of a part */
#define BOUNDARY_MAX         70   /* RFC 2046 5.1.1 */

struct part {
	struct view type;        /* Content-Type; empty: none */
	struct view encoding;    /* Content-Transfer-Encoding */
	struct view disposition; /* Content-Disposition */
	struct view language;    /* Content-Language */
	struct view bytes;       /* still encoded */
};

/* A zeroed one, with `rest` and `boundary` set, is at the start. */
struct multipart {
	struct view rest, boundary;
	bool begun, ended, bad;
	unsigned parts;
};

enum multipart_step {
	PART_ONE,
	PART_END,
	PART_BAD, /* no boundary line, no closing one, or beyond a limit */
};

/* The fields of *out are views, or in `r` when they were folded.  END and BAD come
 * again and again. */
enum multipart_step multipart_next(struct multipart *m, struct region *r, struct part *out);

/* Decides whether a part is there to be read: no attachment (RFC 2183 2.2). */
bool part_is_shown(const struct part *p);

/* binary, 7bit and 8bit as they are; quoted-printable and base64, which RFC 3261
 * does not ask for and mailers' libraries write all the same.  False: another, or
 * broken. */
bool part_decode(const struct part *p, struct region *r, struct view *out);

#endif
