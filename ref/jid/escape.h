/* escape.h - names that a localpart cannot spell (XEP-0106 version 1.1).
 *
 * Ten sequences, lower-case hexadecimal, stand for the nine characters that a
 * localpart may not have and for the backslash:
 *
 *	\20 space   \22 "   \26 &   \27 '   \2f /   \3a :   \3c <   \3e >
 *	\40 @   \5c \
 *
 * A backslash is escaped only where what follows would read as a sequence
 * (XEP-0106 4.2), in either case, since the other side maps it: "c\d" stays as it
 * is, "c\3a" becomes "c\5c3a" and "c\3A" "c\5c3A".
 * jid_unescape() of jid_escape() is the name again; the other way round holds
 * for canonical localparts only.
 * Not here: what a localpart may be (jid.h).
 */
#ifndef REF_JID_ESCAPE_H
#define REF_JID_ESCAPE_H

#include <stdbool.h>

#include "lib/buf.h"
#include "lib/view.h"

/* Both append to `out`, and take any bytes. */
void jid_escape(struct view name, struct buf *out);
void jid_unescape(struct view localpart, struct buf *out);

/* True: escaping the unescaped localpart gives it again, and it neither starts
 * nor ends with \20 (XEP-0106 4.2).  One that is not canonical shares its name
 * with another account, and a reply would reach that one (R7247-6.5-6).
 * A decision. */
bool jid_is_canonical_escape(struct view localpart);

#endif
