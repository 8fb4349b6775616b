/* account.h - a user logged in at a server: RFC 6120 client to server.
 *
 * STARTTLS if it is offered, SASL PLAIN, resource binding, presence.  The
 * login is automation; then stanzas are the user's, but for its own presence
 * and the roster.
 */
#ifndef HARNESS_ACCOUNT_H
#define HARNESS_ACCOUNT_H

#include "cast/line.h"

bool account_login(struct act *a);
struct line *account_line(const struct account *c);
void account_free(struct account **cp);

#endif
