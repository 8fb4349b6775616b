/* partner_rig.h - scenes with b.example, which the test itself plays: it calls a.example,
 * or is called.
 */
#ifndef REF_EDGE_PARTNER_RIG_H
#define REF_EDGE_PARTNER_RIG_H

#include "edge/edge_rig.h"

#define FEATURES(f) "<stream:features>" f "</stream:features>"
#define STARTTLS    "<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>"
#define EXTERNAL                                                                               \
	"<mechanisms xmlns='urn:ietf:params:xml:ns:xmpp-sasl'>"                                \
	"<mechanism>EXTERNAL</mechanism></mechanisms>"
#define OFFER "<bidi xmlns='urn:xmpp:features:bidi'/>"
#define BIDI  "<bidi xmlns='urn:xmpp:bidi'/>"
#define AUTH                                                                                   \
	"<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' "                                      \
	"mechanism='EXTERNAL'>=</auth>"
#define SUCCESS "<success xmlns='urn:ietf:params:xml:ns:xmpp-sasl'/>"
#define SM(x)   "<" x " xmlns='urn:xmpp:sm:3'/>"
#define REQUIRED "tls: required, sasl: required, dialback: no"
#define TO_B(id) MESSAGE("juliet@a.example", "romeo@b.example", id)
#define TO_A(id) MESSAGE("romeo@b.example", "juliet@a.example", id)
#define HEADER   OPEN_STREAM("b.example", "a.example")

static struct talker gw, peer, second;

static inline void begin_with_b(const char *policy, const char *more)
{
	begin_alone(policy, more);
	b_listens();
	open_gateway(&gw, &a);
}

/* For edge_drain(): it is over. */
static inline void drained(void *arg)
{
	*(bool *)arg = true;
}

static inline void end_with_b(void)
{
	hang_up(&second);
	hang_up(&peer);
	b_ends();
	hang_up(&gw);
	end_alone();
}

/* b.example calls, asks so, and proves itself by EXTERNAL; the last features are to
 * be heard. */
static inline void b_calls_as(struct talker *t, const char *ask)
{
	call(t, &a, &b.cert);
	say(t, HEADER);
	hear(t, "</stream:features>");
	start_tls(t);
	say(t, HEADER);
	hear(t, "</stream:features>");
	say(t, ask);
	say(t, AUTH);
	hear(t, "<success");
	say(t, HEADER);
}

#endif
