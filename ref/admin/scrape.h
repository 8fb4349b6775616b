/* scrape.h - the metrics' address: HTTP/1.x, GET and HEAD of one page, one request
 * a connection.
 *
 * RFC 9110 and 9112 as far as that goes, absolute-form included; why not a library's server says
 * docs/why/020.  Attack: whoever can reach the port holds it open, or asks byte by
 * byte.  Each bound has a name here.
 * Not here: what the page says (metrics.h).
 */
#ifndef REF_ADMIN_SCRAPE_H
#define REF_ADMIN_SCRAPE_H

#include "lib/address.h"
#include "lib/buf.h"
#include "lib/fault.h"
#include "lib/loop.h"

#define SCRAPE_CONNECTIONS_MAX 16
#define SCRAPE_REQUEST_MAX     8192  /* bytes of the head */
#define SCRAPE_TIME_MS         10000 /* for a whole connection */

struct scrape;

/* `page` writes it, as application/openmetrics-text. */
struct scrape *scrape_new(struct loop *l, void (*page)(void *arg, struct buf *out), void *arg);
void scrape_free(struct scrape **sp);

/* As control_open(), control_settle() and control_undo(); `at` NULL: nowhere. */
bool scrape_open(struct scrape *s, const struct address *at, struct fault *f);
void scrape_settle(struct scrape *s);
void scrape_undo(struct scrape *s);
/* Where it listens (port 0: any).  False: nowhere. */
bool scrape_local(const struct scrape *s, struct address *out);

/* The decision: the status for a whole head of a request; *body: whether a page, if
 * there is one, is wanted and not its head alone. */
unsigned scrape_status(struct view head, bool *body);

#endif
