#include "xmpp/stream_rig.h"

#define IUT         VIEW("iut.example")
#define PEER        VIEW("peer.example")
#define STARTTLS    "<starttls " TLS_NS "/>"
#define PROCEED     "<proceed " TLS_NS "/>"
#define FAILURE     "<failure " TLS_NS "/>"
#define SUCCESS     "<success " SASL_NS "/>"
#define AUTH(text)  "<auth " SASL_NS " mechanism='EXTERNAL'>" text "</auth>"
#define FEATURES(f) "<stream:features>" f "</stream:features>"
#define NO_FEATURES "<stream:features/>"
#define F_TLS       "<starttls " TLS_NS "><required/></starttls>"
#define F_SASL      "<mechanisms " SASL_NS "><mechanism>EXTERNAL</mechanism></mechanisms>"
#define F_DB        "<dialback xmlns='urn:xmpp:features:dialback'><errors/></dialback>"
#define REQUEST     "<db:result from='iut.example' to='peer.example'>k</db:result>"
#define GRANTED     "<db:result from='peer.example' to='iut.example' type='valid'/>"
#define MESSAGE     "<message from='a@iut.example' to='b@peer.example'/>"

#define INITIATING                                                                             \
	{                                                                                      \
		.role = STREAM_INITIATING, .from = { "iut.example", 11 },                      \
		.to = { "peer.example",                                                        \
			12 }                                                                   \
	}
#define DIRECT                                                                                 \
	{                                                                                      \
		.role = STREAM_INITIATING, .from = { "iut.example", 11 },                      \
		.to = { "peer.example", 12 }, .direct_tls = true                               \
	}

static void deliver(struct rig *r)
{
	stream_established(r->s);
	ck_assert(rig_send(r, NS_SERVER, "message"));
}

/* The best that is offered; a stanza when the stream is ready. */
static void best(struct rig *r, const struct stream_event *ev)
{
	const struct stream_features *f = &ev->features;

	if (ev->kind == STREAM_STARTTLS) {
		stream_secured(r->s);
	} else if (ev->kind == STREAM_DB_RESULT_ANSWER && ev->type == DB_VALID) {
		deliver(r);
	} else if (ev->kind == STREAM_FEATURES) {
		if (f->starttls && !stream_is_secure(r->s))
			stream_starttls(r->s);
		else if (f->external)
			stream_auth(r->s, IUT);
		else if (stream_is_authenticated(r->s))
			deliver(r);
		else if (f->dialback)
			ck_assert(stream_db_request(r->s, IUT, PEER, VIEW("k")));
	} else if (ev->kind == STREAM_AUTH_REFUSED) {
		ck_assert(stream_db_request(r->s, IUT, PEER, VIEW("k")));
	}
}

static void by_dialback(struct rig *r, const struct stream_event *ev)
{
	if (ev->kind == STREAM_FEATURES)
		ck_assert(stream_db_request(r->s, IUT, PEER, VIEW("k")));
	else if (ev->kind == STREAM_DB_RESULT_ANSWER && ev->type == DB_VALID)
		deliver(r);
}

static void anonymously(struct rig *r, const struct stream_event *ev)
{
	if (ev->kind == STREAM_FEATURES && ev->features.external)
		stream_auth(r->s, VIEW(""));
}

START_TEST(tls_then_external_then_stanzas)
{
	scene(&(struct scene){ INITIATING,
	                       best,
	                       { PEER_ANSWER FEATURES(F_TLS), PROCEED,
	                         PEER_ANSWER FEATURES(F_SASL F_DB), SUCCESS,
	                         PEER_ANSWER NO_FEATURES, CLOSING },
	                       "features +starttls! +dialback\n"
	                       "starttls\n"
	                       "features +mechanisms +external +dialback+errors\n"
	                       "auth-ok\n"
	                       "features +dialback\n"
	                       "over peer-closed\n",
	                       OUR_HEADER STARTTLS OUR_HEADER AUTH("aXV0LmV4YW1wbGU=")
	                               OUR_HEADER MESSAGE CLOSING });
}
END_TEST

/* R6120-6.4.2-1 */
START_TEST(no_authzid_is_an_equals_sign)
{
	scene(&(struct scene){ DIRECT,
	                       anonymously,
	                       { PEER_ANSWER FEATURES(F_SASL) },
	                       "features +mechanisms +external +dialback\n",
	                       OUR_HEADER AUTH("=") });
}
END_TEST

START_TEST(direct_tls_needs_no_starttls)
{
	struct rig r;

	rig_new(&r, &(struct stream_settings)DIRECT, best);
	ck_assert(stream_is_secure(r.s));
	rig_say(&r, PEER_ANSWER);
	ck_assert(view_is(stream_id(r.s), "p1"));
	ck_assert(view_is(stream_peer_from(r.s), "peer.example"));
	rig_say(&r, FEATURES(F_SASL));
	rig_said(&r, OUR_HEADER AUTH("aXV0LmV4YW1wbGU="));
	rig_free(&r);
}
END_TEST

/* R6120-6.5-1, X0178-3-6 */
START_TEST(refused_authentication_can_fall_back)
{
	scene(&(struct scene){ DIRECT,
	                       best,
	                       { PEER_ANSWER FEATURES(F_SASL F_DB),
	                         "<failure " SASL_NS "><brand-new/></failure>", GRANTED },
	                       "features +mechanisms +external +dialback+errors\n"
	                       "auth-refused condition=not-authorized\n"
	                       "db-result-answer from=peer.example to=iut.example valid\n",
	                       OUR_HEADER AUTH("aXV0LmV4YW1wbGU=") REQUEST MESSAGE });
	scene(&(struct scene){ DIRECT,
	                       anonymously,
	                       { PEER_ANSWER FEATURES(F_SASL),
	                         "<failure " SASL_NS
	                         "><text>no</text><invalid-authzid/></failure>" CLOSING },
	                       "features +mechanisms +external +dialback\n"
	                       "auth-refused condition=invalid-authzid\nover peer-closed\n",
	                       OUR_HEADER AUTH("=") CLOSING });
}
END_TEST

START_TEST(refused_tls_closes_the_stream)
{
	scene(&(struct scene){ INITIATING,
	                       best,
	                       { PEER_ANSWER FEATURES(F_TLS), FAILURE CLOSING },
	                       "features +starttls! +dialback\ntls-refused\nover\n",
	                       OUR_HEADER STARTTLS CLOSING });
}
END_TEST

/* R6120-5.4.3.3-1 */
START_TEST(plaintext_behind_proceed_is_dropped)
{
	struct rig r;

	rig_new(&r, &(struct stream_settings)INITIATING, best);
	rig_say(&r, PEER_ANSWER FEATURES(F_TLS));
	rig_say(&r, PROCEED PEER_ANSWER FEATURES(F_DB) GRANTED);
	rig_saw(&r, "features +starttls! +dialback\nstarttls\n");
	rig_said(&r, OUR_HEADER STARTTLS OUR_HEADER);
	ck_assert_uint_eq(stream_id(r.s).n, 0);
	ck_assert_uint_eq(stream_peer_from(r.s).n, 0);
	rig_say(&r, XML_DECLARATION "<stream:stream " STREAM_NS
	                            " version='1.0' id='p2'>" FEATURES(F_SASL));
	rig_saw(&r, "features +mechanisms +external\n");
	ck_assert(view_is(stream_id(r.s), "p2"));
	rig_free(&r);
}
END_TEST

static void proceeds_slowly(struct rig *r, const struct stream_event *ev)
{
	if (ev->kind == STREAM_FEATURES)
		stream_starttls(r->s);
}

START_TEST(nothing_is_read_or_written_in_the_handshake)
{
	struct stream_settings set = INITIATING;
	struct rig r;

	set.keepalive_ms = 10;
	rig_new(&r, &set, proceeds_slowly);
	rig_say(&r, PEER_ANSWER FEATURES(F_TLS));
	rig_wait(&r, 100); /* R6120-5.3.3-1: no white space before <proceed/> */
	rig_said(&r, OUR_HEADER STARTTLS);
	rig_say(&r, PROCEED);
	rig_say(&r, PEER_ANSWER FEATURES(F_SASL) MESSAGE CLOSING);
	rig_wait(&r, 1000);
	rig_said(&r, "");
	rig_saw(&r, "features +starttls! +dialback\nstarttls\n");
	stream_close(r.s);
	rig_drain(&r);
	rig_said(&r, "");
	rig_saw(&r, "over\n");
	rig_free(&r);
}
END_TEST

/* --- headers and features ---------------------------------------------------- */

static void play_features(const char *answer, const char *log, const char *out)
{
	struct buf all = { 0 };

	buf_printf(&all, OUR_HEADER "%s", out);
	scene(&(struct scene){ INITIATING, NULL, { answer }, log, buf_cstr(&all) });
	buf_free(&all);
}

START_TEST(features_are_read)
{
	/* R6120-5.3.1-2 */
	play_features(PEER_ANSWER FEATURES("<starttls " TLS_NS "/>"),
	              "features +starttls! +dialback\n", "");
	play_features(PEER_ANSWER FEATURES("<starttls " TLS_NS "/>" F_DB),
	              "features +starttls +dialback+errors\n", "");
	play_features(PEER_ANSWER FEATURES(F_TLS F_DB),
	              "features +starttls! +dialback+errors\n", "");
	/* R6120-6.3.3-1 */
	play_features(PEER_ANSWER FEATURES("<mechanisms " SASL_NS
	                                   "><mechanism>PLAIN</mechanism>"
	                                   "<mechanism>SCRAM-SHA-1</mechanism></mechanisms>"),
	              "features +mechanisms +dialback\n", "");
	play_features(PEER_ANSWER FEATURES("<x xmlns='urn:test:unknown'/>"),
	              "features +dialback\n", "");
	/* R6120-4.9.3.23-1 */
	play_features(PEER_ANSWER FEATURES("<foo xmlns='urn:test:must'><required/></foo>"),
	              "features +dialback +unknown!\n", "");
	play_features(PEER_ANSWER FEATURES("<bidi xmlns='urn:xmpp:features:bidi'/>"
	                                   "<sm xmlns='urn:xmpp:sm:3'/>"),
	              "features +dialback +bidi +sm\n", "");
	/* X0220-2.4.1: neither declared nor a feature; and no id to make a key of */
	play_features("<stream:stream " STREAM_NS " id='x' version='1.0'>" NO_FEATURES,
	              "features\n", "");
	play_features("<stream:stream " STREAM_NS DB_NS " version='1.0'>" FEATURES(F_DB),
	              "features+errors\n", "");
}
END_TEST

START_TEST(answer_without_version_has_no_features)
{
	play_features("<stream:stream " STREAM_NS DB_NS " id='x'>", "features +dialback none\n",
	              "");
	play_features("<stream:stream " STREAM_NS " id='x'>", "features none\n", "");
}
END_TEST

#define BAD_VERSION ERROR("unsupported-version", TEXT("a stream version that is not supported"))

START_TEST(other_major_version_ends_the_stream)
{
	play_features("<stream:stream " STREAM_NS " id='x' version='0.9'>",
	              "broken stream-version\nover stream-version\n", BAD_VERSION);
	play_features("<stream:stream " STREAM_NS " id='x' version='2.0'>",
	              "broken stream-version\nover stream-version\n", BAD_VERSION);
	play_features("<stream:stream " STREAM_NS " id='x' version='1.7'>" NO_FEATURES,
	              "features\n", "");
}
END_TEST

START_TEST(bad_answer_ends_the_stream)
{
	play_features(
	        "<stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/"
	        "streams' id='x' version='1.0'>",
	        "broken bad-namespace\nover bad-namespace\n",
	        ERROR("invalid-namespace", TEXT("the default namespace is not jabber:server")));
	play_features(
	        PEER_ANSWER "<message/>", "broken not-negotiated\nover not-negotiated\n",
	        ERROR("not-authorized", TEXT("a stanza before the stream was authenticated")));
	play_features(PEER_ANSWER GRANTED,
	              "broken unexpected-element\nover unexpected-element\n",
	              ERROR("undefined-condition",
	                    TEXT("an element out of order") "<unexpected-element "
	                                                    "xmlns='urn:fedlab:errors:1'/>"));
	play_features(PEER_ANSWER NO_FEATURES NO_FEATURES,
	              "features +dialback\n"
	              "broken unexpected-element\nover unexpected-element\n",
	              ERROR("undefined-condition",
	                    TEXT("an element out of order") "<unexpected-element "
	                                                    "xmlns='urn:fedlab:errors:1'/>"));
}
END_TEST

START_TEST(peer_error_ends_the_stream)
{
	/* R6120-4.9.1.1-2: with nothing but a closing tag. */
	play_features(
	        PEER_ANSWER "<stream:error><host-unknown " ERROR_NS
	                    "/>" TEXT("not here") "</stream:error>" CLOSING,
	        "peer-error condition=host-unknown text=not here\nover peer-stream-error\n",
	        CLOSING);
	play_features(
	        PEER_ANSWER "<stream:error>" TEXT("?") "</stream:error>",
	        "peer-error condition=undefined-condition text=?\nover peer-stream-error\n",
	        CLOSING);
	play_features(PEER_ANSWER "<stream:error><see-other-host " ERROR_NS ">[::1]:5270"
	                          "</see-other-host></stream:error>",
	              "peer-error condition=see-other-host text=[::1]:5270\n"
	              "over peer-stream-error\n",
	              CLOSING);
}
END_TEST

/* --- out of order ------------------------------------------------------------ */

START_TEST(answers_come_one_at_a_time)
{
	static const char over[] = "features +starttls! +dialback\nbroken "
	                           "unexpected-element\nover unexpected-element\n";

	scene(&(struct scene){
	        INITIATING, best, { PEER_ANSWER FEATURES(F_TLS), SUCCESS }, over, NULL });
	scene(&(struct scene){
	        INITIATING, best, { PEER_ANSWER FEATURES(F_TLS), GRANTED }, over, NULL });
	scene(&(struct scene){ INITIATING,
	                       best,
	                       { PEER_ANSWER FEATURES(F_TLS), "<message/>" },
	                       "features +starttls! +dialback\n"
	                       "broken not-negotiated\nover not-negotiated\n",
	                       NULL });
	scene(&(struct scene){ DIRECT,
	                       best,
	                       { PEER_ANSWER FEATURES(F_SASL), "<challenge " SASL_NS "/>" },
	                       "features +mechanisms +external +dialback\n"
	                       "broken unexpected-element\nover unexpected-element\n",
	                       NULL });
	scene(&(struct scene){ DIRECT,
	                       best,
	                       { PEER_ANSWER FEATURES(F_SASL), PROCEED },
	                       "features +mechanisms +external +dialback\n"
	                       "broken unexpected-element\nover unexpected-element\n",
	                       NULL });
	/* Nothing was asked. */
	scene(&(struct scene){
	        INITIATING, NULL, { PEER_ANSWER FEATURES(F_TLS), PROCEED }, over, NULL });
	scene(&(struct scene){
	        INITIATING, NULL, { PEER_ANSWER FEATURES(F_TLS), SUCCESS }, over, NULL });
}
END_TEST

/* R6120-4.5-1 */
START_TEST(stanza_against_the_direction_ends_the_stream)
{
	struct stream_settings both = INITIATING;

	scene(&(struct scene){ INITIATING,
	                       by_dialback,
	                       { PEER_ANSWER NO_FEATURES, GRANTED, "<message/>" },
	                       "features +dialback\n"
	                       "db-result-answer from=peer.example to=iut.example valid\n"
	                       "broken not-negotiated\nover not-negotiated\n",
	                       NULL });
	both.both_ways = true;
	scene(&(struct scene){ both,
	                       by_dialback,
	                       { PEER_ANSWER NO_FEATURES, GRANTED, "<message/>" },
	                       "features +dialback\n"
	                       "db-result-answer from=peer.example to=iut.example valid\n"
	                       "stanza name=message\n",
	                       NULL });
}
END_TEST

/* --- dialback ------------------------------------------------------------------ */

static void asks(struct rig *r, const struct stream_event *ev)
{
	if (ev->kind != STREAM_FEATURES)
		return;
	ck_assert(stream_db_request(r->s, IUT, PEER, VIEW("k")));
	ck_assert(stream_db_ask(r->s, IUT, PEER, VIEW("x1"), VIEW("key")));
}

START_TEST(answers_to_what_was_asked)
{
	scene(&(struct scene){
	        INITIATING,
	        asks,
	        { PEER_ANSWER NO_FEATURES,
	          "<db:verify from='peer.example' to='iut.example' id='x1' type='invalid'/>"
	          "<db:result from='peer.example' to='iut.example' type='error'><error "
	          "type='cancel'>"
	          "<item-not-found "
	          "xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></db:result>" },
	        "features +dialback\n"
	        "db-verify-answer from=peer.example to=iut.example id=x1 invalid\n"
	        "db-result-answer from=peer.example to=iut.example error "
	        "condition=item-not-found\n",
	        OUR_HEADER REQUEST
	        "<db:verify from='iut.example' to='peer.example' id='x1'>key</db:verify>" });
}
END_TEST

/* X0220-2.1.1-4, X0220-2.1.2-3 */
START_TEST(answers_to_anything_else_end_the_stream)
{
	static const char *const bad[] = {
		"<db:result from='peer2.example' to='iut.example' type='valid'/>",
		"<db:result from='peer.example' to='sub.iut.example' type='valid'/>",
		"<db:result from='iut.example' to='peer.example' type='valid'/>",
		"<db:result from='peer.example' to='iut.example' type='great'/>",
		"<db:result from='peer.example' to='iut.example' type=''/>",
		"<db:result from='peer.example' to='iut.example'>k</db:result>",
		"<db:verify from='peer.example' to='iut.example' id='x2' type='valid'/>",
		"<db:verify from='peer2.example' to='iut.example' id='x1' type='valid'/>",
		"<db:verify from='peer.example' to='iut.example' type='valid'/>",
		"<db:verify from='peer.example' to='iut.example' id='x1'>key</db:verify>",
		/* The second is one too many. */
		GRANTED GRANTED,
	};

	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		struct rig r;

		rig_new(&r, &(struct stream_settings)INITIATING, asks);
		rig_say(&r, PEER_ANSWER NO_FEATURES);
		rig_say(&r, bad[i]);
		ck_assert(stream_is_closed(r.s));
		ck_assert(strstr(buf_cstr(&r.log), "broken unexpected-element\n") != NULL);
		ck_assert((strstr(buf_cstr(&r.log), "valid\n") != NULL) ==
		          (strcmp(bad[i], GRANTED GRANTED) == 0));
		rig_free(&r);
	}
}
END_TEST

START_TEST(pending_requests_can_be_listed)
{
	struct rig r;
	struct view from, to, id;
	size_t pos = 0;

	rig_new(&r, &(struct stream_settings)INITIATING, asks);
	ck_assert(!stream_db_pending(r.s, &pos, &from, &to, &id));
	rig_say(&r, PEER_ANSWER NO_FEATURES);
	ck_assert(stream_db_pending(r.s, &pos, &from, &to, &id));
	ck_assert(view_is(from, "iut.example") && view_is(to, "peer.example") && id.n == 0);
	ck_assert(stream_db_pending(r.s, &pos, &from, &to, &id));
	ck_assert(view_is(id, "x1"));
	ck_assert(!stream_db_pending(r.s, &pos, &from, &to, &id));
	rig_say(&r, GRANTED);
	/* X0220-2.1.1-7: what is left when the peer goes. */
	stream_lost(r.s);
	rig_drain(&r);
	pos = 0;
	ck_assert(stream_db_pending(r.s, &pos, &from, &to, &id));
	ck_assert(view_is(id, "x1"));
	ck_assert(!stream_db_pending(r.s, &pos, &from, &to, &id));
	rig_free(&r);
}
END_TEST

START_TEST(requests_are_bounded)
{
	struct rig r;

	rig_new(&r, &(struct stream_settings)INITIATING, NULL);
	rig_say(&r, PEER_ANSWER NO_FEATURES);
	for (size_t i = 0; i < 256; i++)
		ck_assert(stream_db_ask(r.s, IUT, PEER, VIEW("x1"), VIEW("key")));
	rig_drain(&r);
	buf_clear(&r.out);
	ck_assert(!stream_db_ask(r.s, IUT, PEER, VIEW("x1"), VIEW("key")));
	rig_drain(&r);
	rig_said(&r, "");
	rig_free(&r);
}
END_TEST

UNIT("initiate", tls_then_external_then_stanzas, no_authzid_is_an_equals_sign,
     direct_tls_needs_no_starttls, refused_authentication_can_fall_back,
     refused_tls_closes_the_stream, plaintext_behind_proceed_is_dropped,
     nothing_is_read_or_written_in_the_handshake, features_are_read,
     answer_without_version_has_no_features, other_major_version_ends_the_stream,
     bad_answer_ends_the_stream, peer_error_ends_the_stream, answers_come_one_at_a_time,
     stanza_against_the_direction_ends_the_stream, answers_to_what_was_asked,
     answers_to_anything_else_end_the_stream, pending_requests_can_be_listed,
     requests_are_bounded)
