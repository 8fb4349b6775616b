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

#include "admin/command.h"
#include "admin/reply.h"
#include "check/check.h"

/* How a program is walked around. */
struct check_way {
	/* NULL: too many are under way, and nothing is called back. */
	void *(*begin)(void *self, const struct check_ops *ops, void *arg);
	void (*free)(void *check);
};

/* Answers `check` for the program `self`; `way` is lent for ever. */
void check_asked(void *self, const struct check_way *way, struct reply *r);

#endif
