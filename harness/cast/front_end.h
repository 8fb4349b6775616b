/* front_end.h - the gateway's next hop: sockets, connections, names.
 *
 * It listens on UDP and TCP 5060 and on TLS 5061 of its own address, and is
 * called NAME.DOMAIN.  Users behind it speak through it.  A cast with SIP users
 * and without a front end gets a hidden one named "front-end".
 *
 * One that is a real program (`on kamailio`) listens by itself; each user
 * behind it has a connection to it, and registers there (RFC 3261 10).
 * Not here: what the messages are (sip_agent.h).
 */
#ifndef HARNESS_FRONT_END_H
#define HARNESS_FRONT_END_H

#include "cast/line.h"

enum sip_transport { SIP_UDP, SIP_TCP, SIP_TLS };

#define FRONT_END_HIDDEN "front-end"

/* Is it played in SIP: a front end, a user agent behind one, or an inside user
 * of a system whose inside is SIP? */
bool role_is_sip(const struct role *r);
/* That `r` is, or stands behind; NULL: none. */
struct role *front_end_for(const struct role *r);
/* Is it a real program, or a user behind one? */
bool front_end_is_program(const struct role *r);
/* The first that is no stranger: what the system under test is told. */
struct role *front_end_trusted(const struct stage *s);

/* Address, certificate and names; before the DNS is started. */
bool front_end_prepare(struct role *r, struct fault *f);
bool front_end_listen(struct role *r, struct fault *f);
void front_end_stop_listening(struct role *r);
void front_end_free(struct front_end **fp);

/* What the system under test is told of it: "sip:HOST:PORT;transport=T", or a
 * domain that DNS has to resolve (RFC 3263), as its `dns` says. */
void front_end_uri(const struct role *r, struct buf *out);
const char *front_end_name(const struct role *r); /* that its certificate has */
const char *front_end_host(const struct role *r);
unsigned front_end_port(enum sip_transport t);
const char *front_end_word(enum sip_transport t); /* "tcp" */
/* `over` of the role, of its front end, or tcp; a program's way to the gateway
 * is tls, if nothing is said. */
enum sip_transport front_end_transport(const struct role *r);
enum sip_transport front_end_transport_of(const struct line *l);

/* To the system under test (or to the program that `r` stands behind), for what
 * `r` sends: one that is open, or a new one.  NULL: the step failed. */
struct line *front_end_line(struct act *a, struct role *r);
/* The same without waiting: NULL when none is open. */
struct line *front_end_open_line(const struct role *r);
/* TCP to the system under test, on the port of its transport, and no more. */
struct line *front_end_connect(struct act *a, struct role *r);
/* Where that is.  False: the profile has no port for it. */
bool front_end_target(const struct role *fe, struct address *out);

#endif
