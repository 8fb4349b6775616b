/* XEP-0288 in both roles. */
#include "xmpp/receive_rig.h"

#include "xmpp/dialback_pending.h"
#include "xmpp/features.h"

#define BIDI         "<bidi xmlns='" NS_BIDI "'/>"
#define FEATURE_BIDI "<bidi xmlns='" NS_BIDI_FEATURE "'/>"
#define KEY          "<db:result from='peer.example' to='iut.example'>k</db:result>"
#define QUESTION     "<db:verify from='peer.example' to='iut.example' id='x1'>k</db:verify>"
#define KEY_LOG      "db-result from=peer.example to=iut.example key=k\n"
#define BACK         "<message from='a@iut.example' to='b@peer.example'/>"
#define GRANTED      "<db:result from='peer.example' to='iut.example' type='valid'/>"

static const struct stream_offer everything = { true, true, true, true, true, true, false, 0 };
static const struct stream_offer in_clear = { .starttls = true,
	                                      .dialback = true,
	                                      .bidi = true };
static const struct stream_offer tls_alone = { .starttls = true, .bidi = true };

static void offers(struct rig *r, const struct stream_event *ev)
{
	answer_with(r, ev, &everything);
}

static void offers_in_clear(struct rig *r, const struct stream_event *ev)
{
	answer_with(r, ev, &in_clear);
}

static void offers_tls_alone(struct rig *r, const struct stream_event *ev)
{
	answer_with(r, ev, &tls_alone);
}

static void opened(struct rig *r, rig_owner *on, const char *said)
{
	rig_new(r, &(struct stream_settings)RECEIVING, on);
	rig_say(r, said);
	buf_clear(&r->out);
	buf_clear(&r->log);
}

/* --- receiving ----------------------------------------------------------------- */

/* X0288-2.1-1: beside what may prove the peer next; then it is too late. */
START_TEST(offered_where_a_proof_may_follow)
{
	struct rig r;

	rig_new(&r, &(struct stream_settings)RECEIVING, offers);
	rig_say(&r, PEER_HEADER);
	rig_said(&r, OUR_ANSWER FEATURES(FEATURE_TLS));
	rig_say(&r, STARTTLS);
	rig_said(&r, PROCEED);
	rig_say(&r, PEER_HEADER);
	rig_said(&r, OUR_ANSWER FEATURES(FEATURE_SASL FEATURE_DB FEATURE_BIDI));
	rig_say(&r, AUTH("="));
	rig_said(&r, SUCCESS);
	rig_say(&r, PEER_HEADER);
	rig_said(&r, OUR_ANSWER FEATURES(FEATURE_DB FEATURE_SM));
	rig_free(&r);

	rig_new(&r, &(struct stream_settings)RECEIVING, offers_in_clear);
	rig_say(&r, PEER_HEADER);
	rig_said(&r, OUR_ANSWER FEATURES("<starttls " TLS_NS "/>" FEATURE_DB FEATURE_BIDI));
	rig_free(&r);

	/* TLS that stands alone is mandatory (RFC 6120 5.3.1): it stays alone. */
	rig_new(&r, &(struct stream_settings)RECEIVING, offers_tls_alone);
	rig_say(&r, PEER_HEADER);
	rig_said(&r, OUR_ANSWER_("") FEATURES("<starttls " TLS_NS "/>"));
	rig_free(&r);
}
END_TEST

START_TEST(asked_for_and_proved_it_carries_both_ways)
{
	struct rig r;

	opened(&r, offers, PEER_HEADER STARTTLS);
	rig_say(&r, PEER_HEADER BIDI);
	ck_assert(stream_is_bidi(r.s) && !stream_is_established(r.s));
	buf_clear(&r.out);
	/* No answer is sent to it, and SASL does not end it. */
	rig_say(&r, AUTH("="));
	rig_said(&r, SUCCESS);
	rig_say(&r, PEER_HEADER MESSAGE);
	buf_clear(&r.out);
	ck_assert(stream_is_bidi(r.s));
	ck_assert(rig_send(&r, NS_SERVER, "message"));
	rig_said(&r, BACK);
	rig_free(&r);

	opened(&r, offers_in_clear, PEER_HEADER BIDI KEY);
	ck_assert(stream_is_bidi(r.s) && stream_is_established(r.s));
	ck_assert(rig_send(&r, NS_SERVER, "message"));
	rig_said(&r, BACK);
	rig_free(&r);

	opened(&r, offers_in_clear, PEER_HEADER KEY);
	ck_assert(!stream_is_bidi(r.s) && stream_is_established(r.s));
	rig_free(&r);
}
END_TEST

/* X0288-2.1-2 */
START_TEST(asked_for_in_clear_it_does_not_outlive_tls)
{
	struct rig r;

	opened(&r, offers_in_clear, PEER_HEADER BIDI);
	ck_assert(stream_is_bidi(r.s));
	rig_say(&r, STARTTLS PEER_HEADER);
	rig_say(&r, PEER_HEADER);
	ck_assert(!stream_is_bidi(r.s) && stream_is_secure(r.s));
	rig_say(&r, BIDI);
	ck_assert(stream_is_bidi(r.s));
	rig_free(&r);
}
END_TEST

START_TEST(asked_for_out_of_place_it_ends_the_stream)
{
	struct rig r;

	/* Not offered: by this owner, or while TLS is required. */
	opened(&r, optional, PEER_HEADER BIDI);
	rig_saw(&r, "");
	ck_assert(stream_is_closed(r.s) && !stream_is_bidi(r.s));
	rig_free(&r);
	opened(&r, offers, PEER_HEADER);
	rig_say(&r, BIDI);
	rig_saw(&r, "broken unknown-element\nover unknown-element\n");
	rig_free(&r);
	/* Too late. */
	opened(&r, offers_in_clear, PEER_HEADER KEY);
	rig_say(&r, BIDI);
	rig_saw(&r, "broken unknown-element\nover unknown-element\n");
	ck_assert(!stream_is_bidi(r.s));
	rig_free(&r);
}
END_TEST

/* X0288-2.2-1 */
START_TEST(the_namespace_of_the_feature_asks_for_nothing)
{
	struct rig r;

	opened(&r, offers_in_clear, PEER_HEADER FEATURE_BIDI KEY);
	rig_saw(&r, "");
	ck_assert(!stream_is_bidi(r.s) && stream_is_established(r.s));
	rig_say(&r, FEATURE_BIDI);
	rig_saw(&r, "broken unknown-element\nover unknown-element\n");
	rig_free(&r);
}
END_TEST

/* --- initiating ---------------------------------------------------------------- */

#define INITIATING                                                                             \
	{                                                                                      \
		.role = STREAM_INITIATING, .from = { "iut.example", 11 },                      \
		.to = { "peer.example",                                                        \
			12 }                                                                   \
	}
#define PEER    VIEW("peer.example")
#define REQUEST "<db:result from='iut.example' to='peer.example'>k</db:result>"
#define UP_LOG  "features +dialback +bidi\n" UP_END
#define UP_END  "db-result-answer from=peer.example to=iut.example valid\n"

static void asks(struct rig *r, const struct stream_event *ev)
{
	if (ev->kind == STREAM_FEATURES && !stream_is_authenticated(r->s)) {
		if (ev->features.starttls && !stream_is_secure(r->s)) {
			stream_starttls(r->s);
			return;
		}
		if (ev->features.bidi)
			stream_bidi(r->s);
		stream_bidi(r->s);
		if (ev->features.external)
			stream_auth(r->s, IUT);
		else
			ck_assert(stream_db_request(r->s, IUT, PEER, VIEW("k")));
	} else if (ev->kind == STREAM_FEATURES ||
	           (ev->kind == STREAM_DB_RESULT_ANSWER && ev->type == DB_VALID)) {
		stream_established(r->s);
	} else if (ev->kind == STREAM_STARTTLS) {
		stream_secured(r->s);
	} else if (ev->kind == STREAM_DB_RESULT) {
		stream_db_result(r->s, ev->to, ev->from, DB_ERROR, CAUSE_TOO_MANY_PAIRS);
	} else if (ev->kind == STREAM_DB_VERIFY) {
		stream_db_verify(r->s, ev->to, ev->from, ev->id, DB_VALID, CAUSE_NONE);
	}
}

/* X0288-2.2-1, X0288-2.2-2 */
START_TEST(asked_for_before_authentication_and_once)
{
	scene(&(struct scene){ INITIATING,
	                       asks,
	                       { PEER_ANSWER FEATURES(FEATURE_BIDI), GRANTED, "<message/>" },
	                       UP_LOG "stanza name=message\n",
	                       OUR_HEADER BIDI REQUEST });
	scene(&(struct scene){ INITIATING,
	                       asks,
	                       { PEER_ANSWER FEATURES(FEATURE_TLS FEATURE_BIDI), PROCEED,
	                         PEER_ANSWER FEATURES(FEATURE_SASL FEATURE_BIDI), SUCCESS,
	                         PEER_ANSWER NO_FEATURES "<message/>" },
	                       "features +starttls! +dialback +bidi\nstarttls\n"
	                       "features +mechanisms +external +dialback +bidi\nauth-ok\n"
	                       "features +dialback\nstanza name=message\n",
	                       OUR_HEADER STARTTLS OUR_HEADER BIDI AUTH("aXV0LmV4YW1wbGU=")
	                               OUR_HEADER });
}
END_TEST

/* X0288-2.2-8 is in initiate_test.c. */
START_TEST(no_stanza_before_it_is_proved)
{
	scene(&(struct scene){ INITIATING,
	                       asks,
	                       { PEER_ANSWER FEATURES(FEATURE_BIDI), "<message/>" },
	                       "features +dialback +bidi\n"
	                       "broken not-negotiated\nover not-negotiated\n",
	                       NULL });
}
END_TEST

/* X0288-2.2-6; the key of this stream cannot be asked about on it: X0288-2.2-4. */
START_TEST(requests_of_the_peer_are_heard_once_it_is_proved)
{
	static const char *const early[] = { KEY, QUESTION };

	scene(&(struct scene){
	        INITIATING,
	        asks,
	        { PEER_ANSWER FEATURES(FEATURE_BIDI), GRANTED, QUESTION KEY, "<message/>" },
	        UP_LOG "db-verify from=peer.example to=iut.example id=x1 key=k\n" KEY_LOG
	               "stanza name=message\n",
	        OUR_HEADER BIDI REQUEST
	        "<db:verify from='iut.example' to='peer.example' id='x1' type='valid'/>"
	        "<db:result from='iut.example' to='peer.example' type='error'>"
	        "<error type='wait'><resource-constraint "
	        "xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></db:result>" });
	for (size_t i = 0; i < 2; i++)
		scene(&(struct scene){ INITIATING,
		                       asks,
		                       { PEER_ANSWER FEATURES(FEATURE_BIDI), early[i] },
		                       "features +dialback +bidi\n"
		                       "broken unexpected-element\nover unexpected-element\n",
		                       NULL });
}
END_TEST

static void asks_nothing_back(struct rig *r, const struct stream_event *ev)
{
	if (ev->kind != STREAM_DB_RESULT && ev->kind != STREAM_DB_VERIFY)
		asks(r, ev);
}

START_TEST(requests_of_the_peer_are_bounded)
{
	struct rig r;

	rig_new(&r, &(struct stream_settings)INITIATING, asks_nothing_back);
	rig_say(&r, PEER_ANSWER FEATURES(FEATURE_BIDI) GRANTED);
	buf_clear(&r.out);
	for (size_t i = 0; i < DIALBACK_PENDING_MAX; i++)
		rig_say(&r, QUESTION);
	rig_said(&r, "");
	rig_say(&r, QUESTION);
	ck_assert_ptr_nonnull(strstr(rig_out(&r), "resource-constraint"));
	ck_assert(!stream_is_closed(r.s));
	rig_free(&r);
}
END_TEST

UNIT("bidi", offered_where_a_proof_may_follow, asked_for_and_proved_it_carries_both_ways,
     asked_for_in_clear_it_does_not_outlive_tls, asked_for_out_of_place_it_ends_the_stream,
     the_namespace_of_the_feature_asks_for_nothing, asked_for_before_authentication_and_once,
     no_stanza_before_it_is_proved, requests_of_the_peer_are_heard_once_it_is_proved,
     requests_of_the_peer_are_bounded)
