/* What a peer proves to the receiving side: by SASL, by dialback. */
#include "xmpp/receive_rig.h"

/* --- SASL ------------------------------------------------------------------ */

#define OVER_TLS OUR_ANSWER FEATURES(FEATURE_SASL FEATURE_DB)

/* R6120-6.3.10-1, R6120-6.4.2-2, X0178-3-2 */
START_TEST(three_ways_to_authenticate)
{
	scene(&(struct scene){ DIRECT,
	                       checks_identity,
	                       { PEER_HEADER, AUTH("=") },
	                       HEADER_LOG "auth\n",
	                       OVER_TLS SUCCESS });
	scene(&(struct scene){ DIRECT,
	                       checks_identity,
	                       { PEER_HEADER, AUTH("cGVlci5leGFtcGxl") },
	                       HEADER_LOG "auth authzid=peer.example\n",
	                       OVER_TLS SUCCESS });
	scene(&(struct scene){ DIRECT,
	                       checks_identity,
	                       { PEER_HEADER, AUTH(""), "<response " SASL_NS ">=</response>" },
	                       HEADER_LOG "auth\n",
	                       OVER_TLS "<challenge " SASL_NS "/>" SUCCESS });
	scene(&(struct scene){ DIRECT,
	                       checks_identity,
	                       { PEER_HEADER, "<auth " SASL_NS " mechanism='EXTERNAL'/>",
	                         "<response " SASL_NS ">cGVlci5leGFtcGxl</response>" },
	                       HEADER_LOG "auth authzid=peer.example\n",
	                       OVER_TLS "<challenge " SASL_NS "/>" SUCCESS });
}
END_TEST

static void play_failure(const char *auth, const char *log, const char *out)
{
	struct buf all_log = { 0 }, all_out = { 0 };

	buf_printf(&all_log, HEADER_LOG "%s", log);
	buf_printf(&all_out, OVER_TLS "%s", out);
	scene(&(struct scene){ DIRECT,
	                       checks_identity,
	                       { PEER_HEADER, auth },
	                       buf_cstr(&all_log),
	                       buf_cstr(&all_out) });
	buf_free(&all_log);
	buf_free(&all_out);
}

START_TEST(bad_data_fails_with_its_condition)
{
	static const char authzid[] = FAILURE(
	        "invalid-authzid", "an authorisation identity that is not the peer's");
	static const char mechanism[] = FAILURE("invalid-mechanism",
	                                        "a mechanism that is not offered");
	static const char encoding[] = FAILURE("incorrect-encoding", "data that is not base64");

	/* R6120-6.3.8-2 and -3: other.example, user@peer.example, peer.example/x */
	play_failure(AUTH("b3RoZXIuZXhhbXBsZQ=="), "auth authzid=other.example\n", authzid);
	play_failure(AUTH("dXNlckBwZWVyLmV4YW1wbGU="), "auth authzid=user@peer.example\n",
	             authzid);
	play_failure(AUTH("cGVlci5leGFtcGxlL3g="), "auth authzid=peer.example/x\n", authzid);
	/* R6120-6.5.8-1: NUL, and no UTF-8 */
	play_failure(AUTH("cGVlcgBleGFtcGxl"), "", authzid);
	play_failure(AUTH("//79"), "", authzid);
	/* R6120-6.5.7-1 */
	play_failure("<auth " SASL_NS " mechanism='PLAIN'>AGEAYg==</auth>", "", mechanism);
	play_failure("<auth " SASL_NS ">=</auth>", "", mechanism);
	/* R6120-13.9.1-1 and -2 */
	play_failure(AUTH("=AAA"), "", encoding);
	play_failure(AUTH("BBBB=CCC"), "", encoding);
	play_failure(AUTH("cGVl*ci5l"), "", encoding);
	play_failure(AUTH("cGVlci5leGFt\ncGxl"), "", encoding);
	play_failure(AUTH("cGVlci5leGFtcGxl "), "", encoding);
}
END_TEST

/* R6120-6.5.4-1, R6120-6.3.4-4 */
START_TEST(external_never_succeeds_when_it_was_not_offered)
{
	scene(&(struct scene){ RECEIVING,
	                       generous,
	                       { PEER_HEADER, AUTH("=") },
	                       HEADER_LOG,
	                       OUR_ANSWER FEATURES(FEATURE_TLS) FAILURE(
	                               "encryption-required", "EXTERNAL without TLS") });
	scene(&(struct scene){
	        DIRECT,
	        without_external,
	        { PEER_HEADER, AUTH("=") },
	        HEADER_LOG,
	        OUR_ANSWER FEATURES(FEATURE_DB) FAILURE(
	                "not-authorized", "no way to authenticate that both sides allow") });
	/* And not twice. */
	scene(&(struct scene){
	        DIRECT,
	        generous,
	        { PEER_HEADER, AUTH("="), PEER_HEADER, AUTH("=") },
	        HEADER_LOG "auth\n" HEADER_LOG,
	        OVER_TLS SUCCESS OUR_ANSWER FEATURES(FEATURE_DB FEATURE_SM) FAILURE(
	                "not-authorized", "no way to authenticate that both sides allow") });
}
END_TEST

START_TEST(refused_certificate_leaves_dialback)
{
	scene(&(struct scene){
	        DIRECT,
	        refuses_certificates,
	        { PEER_HEADER, AUTH("="),
	          "<db:result from='peer.example' to='iut.example'>k</db:result>", MESSAGE },
	        HEADER_LOG "auth\n"
	                   "db-result from=peer.example to=iut.example key=k\n"
	                   "stanza name=message\n",
	        OVER_TLS FAILURE("not-authorized", "the certificate does not name the domain")
	                VALID });
}
END_TEST

START_TEST(challenge_can_be_aborted)
{
	scene(&(struct scene){ DIRECT,
	                       generous,
	                       { PEER_HEADER, AUTH(""), "<abort " SASL_NS "/>", AUTH("=") },
	                       HEADER_LOG "auth\n",
	                       OVER_TLS "<challenge " SASL_NS "/>" FAILURE(
	                               "aborted", "the peer aborted authentication") SUCCESS });
	/* Nothing is under way. */
	scene(&(struct scene){ DIRECT,
	                       generous,
	                       { PEER_HEADER, "<abort " SASL_NS "/>" },
	                       HEADER_LOG
	                       "broken unexpected-element\nover unexpected-element\n",
	                       NULL });
	scene(&(struct scene){ DIRECT,
	                       generous,
	                       { PEER_HEADER, "<response " SASL_NS ">=</response>" },
	                       HEADER_LOG
	                       "broken unexpected-element\nover unexpected-element\n",
	                       NULL });
}
END_TEST

/* R6120-6.4.5-1 */
START_TEST(one_attempt_too_many_ends_the_stream)
{
	struct stream_settings set = DIRECT;
	struct rig r;

	for (unsigned limit = 0; limit <= 5; limit++) {
		unsigned allowed = limit != 0 ? limit : 3;

		set.sasl_attempts = limit;
		rig_new(&r, &set, refuses_certificates);
		rig_say(&r, PEER_HEADER);
		for (unsigned i = 0; i < allowed; i++)
			rig_say(&r, i % 2 ? AUTH("=") : AUTH("*"));
		ck_assert(!stream_is_closed(r.s));
		buf_clear(&r.out);
		buf_clear(&r.log);
		rig_say(&r, AUTH("="));
		rig_said(&r, ERROR("policy-violation",
		                   TEXT("more attempts to authenticate than the limit")));
		rig_saw(&r, "broken sasl-too-often\nover sasl-too-often\n");
		rig_free(&r);
	}
}
END_TEST

/* R6120-4.3.6-1 */
START_TEST(authenticated_peer_cannot_become_another)
{
	struct rig r;

	scene(&(struct scene){ DIRECT,
	                       checks_identity,
	                       { PEER_HEADER, AUTH("="),
	                         "<stream:stream " STREAM_NS
	                         " from='victim.example' version='1.0'>" },
	                       HEADER_LOG "auth\nbroken from-foreign\nover from-foreign\n",
	                       NULL });
	rig_new(&r, &(struct stream_settings)DIRECT, checks_identity);
	rig_say(&r, PEER_HEADER);
	rig_say(&r, AUTH("="));
	ck_assert_uint_eq(stream_peer_from(r.s).n, 0);
	/* A header may leave it out. */
	rig_say(&r, "<stream:stream " STREAM_NS " version='1.0'>");
	ck_assert(view_is(stream_peer_from(r.s), "peer.example"));
	rig_saw(&r, HEADER_LOG "auth\nheader from=peer.example\n");
	rig_free(&r);
}
END_TEST

/* --- dialback -------------------------------------------------------------- */

/* X0220-2.2.2-4: questions are answered for everybody. */
START_TEST(authority_answers_before_anything_is_proved)
{
	scene(&(struct scene){
	        RECEIVING,
	        by_dialback,
	        { PEER_HEADER,
	          "<db:verify from='peer.example' to='iut.example' id='x1'>\n key \n"
	          "</db:verify>" },
	        HEADER_LOG "db-verify from=peer.example to=iut.example id=x1 key=key\n",
	        OUR_ANSWER FEATURES(FEATURE_DB) "<db:verify from='iut.example' "
	                                        "to='peer.example' id='x1' type='invalid'/>" });
}
END_TEST

static void dialback_errors(struct rig *r, const struct stream_event *ev)
{
	if (ev->kind == STREAM_DB_RESULT)
		stream_db_result(r->s, ev->to, ev->from, DB_ERROR, CAUSE_HOST_UNKNOWN);
	else if (ev->kind == STREAM_DB_VERIFY)
		stream_db_verify(r->s, ev->to, ev->from, ev->id, DB_ERROR, CAUSE_TLS_REQUIRED);
	else
		answer_with(r, ev, &dialback_only);
}

/* X0220-2.2.1-3, X0220-2.2.2-3, X0220-2.5-1 */
START_TEST(dialback_error_keeps_the_stream)
{
	scene(&(struct scene){
	        RECEIVING,
	        dialback_errors,
	        { PEER_HEADER,
	          "<db:result from='peer.example' to='nohost.example'>k</db:result>"
	          "<db:verify from='peer.example' to='nohost.example' id='i'>k</db:verify>" },
	        HEADER_LOG "db-result from=peer.example to=nohost.example key=k\n"
	                   "db-verify from=peer.example to=nohost.example id=i key=k\n",
	        OUR_ANSWER FEATURES(FEATURE_DB) "<db:result from='nohost.example' "
	                                        "to='peer.example' type='error'>"
	                                        "<error type='cancel'><item-not-found "
	                                        "xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>"
	                                        "</error></db:result>"
	                                        "<db:verify from='nohost.example' "
	                                        "to='peer.example' id='i' type='error'>"
	                                        "<error type='cancel'><policy-violation "
	                                        "xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>"
	                                        "</error></db:verify>" });
}
END_TEST

/* X0220-3.1-1: this side has asked nothing. */
START_TEST(answer_that_nobody_asked_for_ends_the_stream)
{
	scene(&(struct scene){
	        RECEIVING,
	        by_dialback,
	        { PEER_HEADER,
	          "<db:result from='peer.example' to='iut.example' type='valid'/>" },
	        HEADER_LOG "broken unexpected-element\nover unexpected-element\n",
	        NULL });
	scene(&(struct scene){
	        RECEIVING,
	        by_dialback,
	        { PEER_HEADER,
	          "<db:verify from='peer.example' to='iut.example' id='a' type='valid'/>" },
	        HEADER_LOG "broken unexpected-element\nover unexpected-element\n",
	        NULL });
	scene(&(struct scene){ RECEIVING,
	                       by_dialback,
	                       { PEER_HEADER, "<db:result to='iut.example'>k</db:result>" },
	                       HEADER_LOG
	                       "broken improper-addressing\nover improper-addressing\n",
	                       NULL });
	scene(&(struct scene){
	        RECEIVING,
	        by_dialback,
	        { PEER_HEADER,
	          "<db:verify from='peer.example' to='iut.example'>k</db:verify>" },
	        HEADER_LOG "broken unexpected-element\nover unexpected-element\n",
	        NULL });
}
END_TEST

/* The peer compares what comes back with what it sent. */
START_TEST(answer_repeats_domains_as_they_came)
{
	struct rig r;

	rig_new(&r, &(struct stream_settings)RECEIVING, NULL);
	rig_say(&r, PEER_HEADER);
	stream_answer(r.s, IUT, &dialback_only);
	rig_say(&r, "<db:result from='Peer.Example' to='xn--bcher-kva.example'>k</db:result>");
	buf_clear(&r.out);
	ck_assert(!stream_db_result(r.s, IUT, VIEW("peer.example"), DB_VALID, CAUSE_NONE));
	ck_assert(stream_db_result(r.s,
	                           VIEW("b\xc3\xbc"
	                                "cher.example"),
	                           VIEW("peer.example"), DB_VALID, CAUSE_NONE));
	rig_drain(&r);
	rig_said(&r,
	         "<db:result from='xn--bcher-kva.example' to='Peer.Example' type='valid'/>");
	/* Once. */
	ck_assert(!stream_db_result(r.s,
	                            VIEW("b\xc3\xbc"
	                                 "cher.example"),
	                            VIEW("peer.example"), DB_VALID, CAUSE_NONE));
	rig_free(&r);
}
END_TEST

START_TEST(keys_without_end_are_refused)
{
	struct rig r;

	rig_new(&r, &(struct stream_settings)RECEIVING, NULL);
	rig_say(&r, PEER_HEADER);
	stream_answer(r.s, IUT, &dialback_only);
	rig_drain(&r);
	buf_clear(&r.out);
	for (size_t i = 0; i < 256; i++)
		rig_say(&r, "<db:result from='a.example' to='iut.example'>k</db:result>");
	rig_said(&r, "");
	buf_clear(&r.log);
	rig_say(&r, "<db:result from='a.example' to='iut.example'>k</db:result>");
	rig_saw(&r, "");
	rig_said(&r,
	         "<db:result from='iut.example' to='a.example' type='error'><error type='wait'>"
	         "<resource-constraint xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>"
	         "</db:result>");
	rig_free(&r);
}
END_TEST

UNIT("receive_proof", authenticated_peer_cannot_become_another, three_ways_to_authenticate,
     bad_data_fails_with_its_condition, external_never_succeeds_when_it_was_not_offered,
     refused_certificate_leaves_dialback, challenge_can_be_aborted,
     one_attempt_too_many_ends_the_stream, authority_answers_before_anything_is_proved,
     dialback_error_keeps_the_stream, answer_that_nobody_asked_for_ends_the_stream,
     answer_repeats_domains_as_they_came, keys_without_end_are_refused)
