/* stream_open_rig.h - a stream that a peer has opened and proved by dialback.
 *
 * Header only, so that nothing of it ends up in the product.
 */
#ifndef REF_XMPP_STREAM_OPEN_RIG_H
#define REF_XMPP_STREAM_OPEN_RIG_H

#include "xmpp/stream_rig.h"

#define MESSAGE "<message from='a@peer.example' to='b@iut.example'/>"
#define FEATURES                                                                               \
	"<stream:features><dialback xmlns='urn:xmpp:features:dialback'><errors/>"              \
	"</dialback></stream:features>"
#define OPEN PEER_HEADER "<db:result from='peer.example' to='iut.example'>k</db:result>"

/* Proves everybody by dialback, at once. */
static inline void by_dialback(struct rig *r, const struct stream_event *ev)
{
	static const struct stream_offer offer = { .dialback = true };

	if (ev->kind == STREAM_HEADER)
		stream_answer(r->s, VIEW("iut.example"), &offer);
	else if (ev->kind == STREAM_DB_RESULT &&
	         stream_db_result(r->s, ev->to, ev->from, DB_VALID, CAUSE_NONE))
		stream_established(r->s);
}

static inline void open_with(struct rig *r, struct stream_settings set)
{
	set.role = STREAM_RECEIVING;
	rig_new(r, &set, by_dialback);
	rig_say(r, OPEN);
	ck_assert(stream_is_established(r->s));
	buf_clear(&r->log);
	buf_clear(&r->out);
}

#define SETTINGS(...) ((struct stream_settings){ __VA_ARGS__ })

#endif
