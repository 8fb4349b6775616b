/* secure.h - one TLS session of an actor, over memory.
 *
 * An actor checks nothing: it takes any certificate and says what was in it;
 * what the system under test should have shown is the scenario's business.
 * It may itself be as bad as the scenario wants: any key size, any name.
 */
#ifndef HARNESS_SECURE_H
#define HARNESS_SECURE_H

#include <stdbool.h>

#include "lib/buf.h"
#include "lib/fault.h"
#include "lib/view.h"

struct secure_settings {
	bool server;
	const char *certificate, *key; /* PEM files; NULL: none */
	const char *name;              /* client: the name asked for (SNI); NULL: none */
	const char *alpn;              /* client: offered, several set apart by commas;
	                                * server: taken; NULL: none */
	const char *keylog;            /* file that secrets are added to; NULL: none */
	int version;                   /* the only one: 10 to 13; 0: 12 or 13 */
	const char *suites;            /* a word of setting.tbl; NULL: OpenSSL's choice */
	bool tickets;                  /* server: a later connection may go on with a session, of
	                                * whichever server it is */
	const struct secure *resumes; /* client: whose session is asked for again; NULL: none */
};

struct secure;

/* NULL and *f when the certificate or key cannot be used. */
struct secure *secure_new(const struct secure_settings *s, struct fault *f);
void secure_free(struct secure **sp);

enum secure_state {
	SECURE_SHAKING,
	SECURE_OPEN,
	SECURE_CLOSED, /* the other side said close_notify */
	SECURE_FAILED, /* an alert, or no TLS at all */
};

/* Takes what came from the wire, appends what it meant to `plain` and what is
 * to be sent to `out`.  Empty input starts a client's handshake. */
enum secure_state secure_take(struct secure *s, struct view bytes, struct buf *plain,
                              struct buf *out);
/* Only behind the handshake; dropped once the session has failed. */
void secure_put(struct secure *s, struct view plain, struct buf *out);
void secure_close(struct secure *s, struct buf *out); /* close_notify */
/* Only behind the handshake.  TLS 1.3: `n` requests for new keys; false: there is no such
 * thing in its version, or it has failed. */
bool secure_ask_for_keys(struct secure *s, unsigned n, struct buf *out);
/* TLS 1.2: begins another handshake in it, and hears nothing from then on but the end of
 * the wire; false: likewise. */
bool secure_renegotiate(struct secure *s, struct buf *out);

/* --- once it is open ------------------------------------------------------------ */
const char *secure_version(const struct secure *s); /* "TLSv1.3" */
/* Names in the other side's certificate, set apart by spaces: dNSNames as
 * they are, "srv:NAME", "xmpp:NAME", "cn:NAME"; "" without a certificate. */
const char *secure_names(const struct secure *s);
/* "alpn=xmpp-server sni=iut.example handshake=whole"; what is absent is left out.  The
 * handshake is whole, or resumed: no certificate was shown in it. */
const char *secure_details(const struct secure *s);
/* Why it failed, in OpenSSL's words. */
const char *secure_reason(const struct secure *s);

#endif
