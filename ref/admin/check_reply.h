/* check_reply.h - how a check is told: alike by both programs.
 *
 * One row for each thing that was verified, as it is done:
 *
 *   {"step":"srv","about":"a.example","result":"ok","detail":"xmpp.a.example:5269","advice":""}
 *   {"step":"port","about":"a.example","result":"amiss","detail":"192.0.2.1:5269: connection
 *    refused","advice":"Open the port ..."}
 *
 * Something amiss is the fault of the answer, too, in one line that names the first of
 * them and what to do: fedctl ends with 1.
 */
#ifndef REF_ADMIN_CHECK_REPLY_H
#define REF_ADMIN_CHECK_REPLY_H

#include "admin/reply.h"
#include "check/check.h"

struct check_reply {
	struct reply *reply; /* lent: reply_later() */
	size_t rows, amiss;
	struct buf first; /* of those that are amiss, in one line */
};

/* As of check_ops.row: `arg` is a struct check_reply. */
void check_reply_row(void *arg, const struct check_row *row);
/* That was all. */
void check_reply_end(struct check_reply *c);
void check_reply_free(struct check_reply *c);

#endif
