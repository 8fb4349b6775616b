/* inside.h - users: on the link, with an account, or in SIP.
 *
 * Inside users are what the profile says; users on a real partner always have
 * an account there.
 */
#ifndef HARNESS_INSIDE_H
#define HARNESS_INSIDE_H

#include "cast/line.h"

/* Logged in, available. */
bool inside_online(struct act *a);
/* XML, so not for users in SIP.  Users on the link get a `from` where it is
 * absent.  False: not online, or the connection is over. */
bool inside_send(struct role *r, const char *auto_, struct view xml);
/* That its stanzas travel on; NULL: none. */
struct line *inside_line(const struct role *r);
/* "juliet@iut.example", in `out`. */
const char *inside_jid(const struct role *r, struct buf *out);

#endif
