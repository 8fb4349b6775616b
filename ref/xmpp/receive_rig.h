/* receive_rig.h - owners for the tests of the receiving side.
 *
 * Each offers something, and believes some.
 */
#ifndef REF_XMPP_RECEIVE_RIG_H
#define REF_XMPP_RECEIVE_RIG_H

#include "xmpp/stream_rig.h"

#include "xmpp/admission.h"

#define MESSAGE "<message from='a@peer.example' to='b@iut.example'><body>hi</body></message>"
#define IUT     VIEW("iut.example")
#define STARTTLS "<starttls " TLS_NS "/>"
#define PROCEED  "<proceed " TLS_NS "/>"
#define SUCCESS  "<success " SASL_NS "/>"
#define AUTH(text) "<auth " SASL_NS " mechanism='EXTERNAL'>" text "</auth>"
#define FAILURE(condition, words)                                                              \
	"<failure " SASL_NS "><" condition "/><text xml:lang='en'>" words "</text></failure>"
#define FEATURE_TLS "<starttls " TLS_NS "><required/></starttls>"
#define FEATURE_SASL "<mechanisms " SASL_NS "><mechanism>EXTERNAL</mechanism></mechanisms>"
#define FEATURE_DB  "<dialback xmlns='urn:xmpp:features:dialback'><errors/></dialback>"
#define FEATURE_SM  "<sm xmlns='urn:xmpp:sm:3'/>"
#define FEATURES(f) "<stream:features>" f "</stream:features>"
#define NO_FEATURES "<stream:features/>"

/* Offers everything, believes everybody, and TLS is done in no time. */
static const struct stream_offer all = { true, true, true, true, true, false, false, 0 };
static const struct stream_offer all_optional = { true, false, true, true, true, false, false, 0 };
static const struct stream_offer dialback_only = { .dialback = true };
static const struct stream_offer no_external = { true, true, false, true, true, false, false, 0 };

static inline void answer_with(struct rig *r, const struct stream_event *ev,
                        const struct stream_offer *offer)
{
	if (ev->kind == STREAM_HEADER) {
		if (stream_is_authenticated(r->s))
			stream_established(r->s);
		stream_answer(r->s, IUT, offer);
	} else if (ev->kind == STREAM_STARTTLS) {
		stream_secured(r->s);
	} else if (ev->kind == STREAM_AUTH) {
		stream_auth_accept(r->s);
	} else if (ev->kind == STREAM_DB_RESULT) {
		if (stream_db_result(r->s, ev->to, ev->from, DB_VALID, CAUSE_NONE))
			stream_established(r->s);
	} else if (ev->kind == STREAM_DB_VERIFY) {
		stream_db_verify(r->s, ev->to, ev->from, ev->id, DB_INVALID, CAUSE_NONE);
	}
}

static inline void generous(struct rig *r, const struct stream_event *ev)
{
	answer_with(r, ev, &all);
}

static inline void optional(struct rig *r, const struct stream_event *ev)
{
	answer_with(r, ev, &all_optional);
}

static inline void by_dialback(struct rig *r, const struct stream_event *ev)
{
	answer_with(r, ev, &dialback_only);
}

static inline void without_external(struct rig *r, const struct stream_event *ev)
{
	answer_with(r, ev, &no_external);
}

static inline void refuses_certificates(struct rig *r, const struct stream_event *ev)
{
	if (ev->kind == STREAM_AUTH)
		stream_auth_refuse(r->s, CAUSE_CERT_NAME);
	else
		answer_with(r, ev, &all);
}

static inline void checks_identity(struct rig *r, const struct stream_event *ev)
{
	struct view who;

	if (ev->kind != STREAM_AUTH) {
		answer_with(r, ev, &all);
		return;
	}
	who = sasl_identity(ev->authzid, stream_peer_from(r->s), ev->region);
	if (who.n != 0)
		stream_auth_accept(r->s);
	else
		stream_auth_refuse(r->s, CAUSE_SASL_AUTHZID);
}

#define RECEIVING { .role = STREAM_RECEIVING }
#define DIRECT    { .role = STREAM_RECEIVING, .direct_tls = true }
#define HEADER_LOG "header from=peer.example to=iut.example +dialback\n"
#define VALID "<db:result from='iut.example' to='peer.example' type='valid'/>"

#endif
