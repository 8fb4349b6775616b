/* multipart.h - the parts of a multipart body (RFC 2046 5.1).
 *
 * One pass over the bytes for each level.  Limits and what they answer:
 * parts that nest without end (stack), and parts of a few bytes each (work for
 * every one of them).
 */
#ifndef REF_GATEWAY_MULTIPART_H
#define REF_GATEWAY_MULTIPART_H

#include "lib/region.h"
#include "gateway/text.h"

#define MULTIPART_DEPTH_MAX	4
#define MULTIPART_PARTS_MAX	32	/* of one multipart */
#define MULTIPART_HEADER_MAX	4096	/* octets of the header of a part */
#define BOUNDARY_MAX		70	/* RFC 2046 5.1.1 */

struct part {
	struct view type;		/* Content-Type; empty: none */
	struct view encoding;		/* Content-Transfer-Encoding */
	struct view disposition;
	struct view language;		/* Content-Language */
	struct view bytes;		/* still encoded */
};

/* A zeroed one, with `rest` and `boundary` set, is at the start. */
struct multipart {
	struct view rest, boundary;
	bool begun, ended;
	unsigned parts;
};

enum multipart_step { PART_ONE, PART_END, PART_BAD };
/* BAD: no boundary line, no closing one, or beyond a limit.  Sticky. */
enum multipart_step multipart_next(struct multipart *m, struct part *out);

/* Decides whether a part is there to be read: not an attachment. */
bool part_is_shown(const struct part *p);

/* binary, 7bit, 8bit (RFC 3261 knows no other), and what mailers' libraries put
 * in all the same: quoted-printable, base64.  False: another, or broken. */
bool part_decode(const struct part *p, struct region *r, struct view *out);

#endif
