/* server.h - a scripted server: what it does by itself.
 *
 * It listens on its address.  It answers a stream header by its own and by
 * features as its settings say (scenario/setting.tbl): tls, external,
 * dialback, bidi; without a certificate it has no TLS to offer.
 * What it does beyond that, only when no step of its own asks for the unit:
 * see scripted.h.
 */
#ifndef HARNESS_SERVER_H
#define HARNESS_SERVER_H

#include "cast/line.h"

/* Of its setting `port`; else 5269. */
unsigned server_port(const struct role *r);
/* At its address, as its setting `dns` says: at a second one, too, or where nobody answers.
 * False and *f: that cannot be had, which ends the case as an error. */
bool server_listen(struct role *r, struct fault *f);
/* Calls are refused from now on; connections stay. */
void server_stop_listening(struct role *r);

/* Its own header and features. */
void server_answer_header(struct line *l);
/* Is it in the features now?  TLS: in clear, with a certificate to show; EXTERNAL: over TLS,
 * to who has shown one, until he has authenticated. */
bool server_offers_tls(const struct line *l);
bool server_offers_external(const struct line *l);
/* XEP-0198, behind EXTERNAL. */
bool server_offers_sm(const struct line *l);
/* <enable/>, <resume/> and <r/>; <a/> is taken. */
void server_answer_sm(struct line *l, const struct got *g);
/* XEP-0288, until authentication. */
bool server_offers_bidi(const struct line *l);
/* <proceed/> and the handshake.  False and *f: the connection is closed, or there is
 * nothing to show. */
bool server_proceed(struct line *l, struct fault *f);
/* <failure/> and the end of the stream (RFC 6120 5.4.2.2). */
void server_refuse_tls(struct line *l);
/* <auth/> of SASL EXTERNAL: success when a certificate was shown. */
void server_answer_auth(struct line *l, const struct got *g);
/* db:result: valid.  db:verify: as `authority` says; else valid if a dialler
 * of the domain sent the key. */
void server_answer_result(struct line *l, const struct got *g);
void server_answer_verify(struct line *l, const struct got *g);

/* While it counts more than 0, connections of the system under test to
 * servers of `domain` are served by themselves: a dialback needs them. */
void server_serve_domain(struct stage *s, const char *domain, int more);

#endif
