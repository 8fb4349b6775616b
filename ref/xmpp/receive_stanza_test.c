/* What may come once a stream is open, and what ends it: stanzas, extensions, floods. */
#include "xmpp/receive_rig.h"

#define NOT_YET ERROR("not-authorized", TEXT("a stanza before the stream was authenticated"))

/* R6120-4.3.5-2 and -3, R6120-6.3.2-1 */
START_TEST(stanza_too_early_ends_the_stream)
{
	scene(&(struct scene){ RECEIVING,
	                       generous,
	                       { PEER_HEADER, MESSAGE },
	                       "header from=peer.example to=iut.example +dialback\n"
	                       "broken not-negotiated\nover not-negotiated\n",
	                       OUR_ANSWER FEATURES(FEATURE_TLS) NOT_YET });
	scene(&(struct scene){ DIRECT,
	                       generous,
	                       { PEER_HEADER, MESSAGE },
	                       "header from=peer.example to=iut.example +dialback\n"
	                       "broken not-negotiated\nover not-negotiated\n",
	                       OUR_ANSWER FEATURES(FEATURE_SASL FEATURE_DB) NOT_YET });
	/* In the middle of SASL. */
	scene(&(struct scene){
	        DIRECT,
	        generous,
	        { PEER_HEADER, AUTH(""), MESSAGE },
	        "header from=peer.example to=iut.example +dialback\n"
	        "broken not-negotiated\nover not-negotiated\n",
	        OUR_ANSWER FEATURES(FEATURE_SASL FEATURE_DB) "<challenge " SASL_NS
	                                                     "/>" NOT_YET });
	/* Behind <success/>, without a new header. */
	scene(&(struct scene){ DIRECT,
	                       generous,
	                       { PEER_HEADER, AUTH("="), MESSAGE },
	                       "header from=peer.example to=iut.example +dialback\n"
	                       "auth\nbroken bad-namespace\nover bad-namespace\n",
	                       NULL });
}
END_TEST

/* R6120-4.3.5-4 */
START_TEST(stanza_behind_an_unanswered_key_ends_the_stream)
{
	struct rig r;

	rig_new(&r, &(struct stream_settings)RECEIVING, NULL);
	rig_say(&r, PEER_HEADER);
	stream_answer(r.s, IUT, &dialback_only);
	rig_say(&r, "<db:result from='peer.example' to='iut.example'>k</db:result>" MESSAGE);
	rig_saw(&r, "header from=peer.example to=iut.example +dialback\n"
	            "db-result from=peer.example to=iut.example key=k\n"
	            "broken not-negotiated\nover not-negotiated\n");
	/* Too late for everything: nothing happens. */
	ck_assert(!stream_db_result(r.s, IUT, VIEW("peer.example"), DB_VALID, CAUSE_NONE));
	stream_established(r.s);
	ck_assert(!stream_is_established(r.s));
	ck_assert(stream_is_closed(r.s));
	rig_free(&r);
}
END_TEST

#define OPEN PEER_HEADER "<db:result from='peer.example' to='iut.example'>k</db:result>"
#define OPENED                                                                                 \
	"header from=peer.example to=iut.example +dialback\n"                                  \
	"db-result from=peer.example to=iut.example key=k\n"

static void play_open(const char *element, const char *log, const char *out)
{
	struct buf all_log = { 0 }, all_out = { 0 };

	buf_printf(&all_log, OPENED "%s", log);
	buf_printf(&all_out, OUR_ANSWER FEATURES(FEATURE_DB) VALID "%s", out);
	scene(&(struct scene){ RECEIVING,
	                       by_dialback,
	                       { OPEN, element },
	                       buf_cstr(&all_log),
	                       buf_cstr(&all_out) });
	buf_free(&all_log);
	buf_free(&all_out);
}

START_TEST(only_stanzas_of_the_content_namespace_pass)
{
	play_open(MESSAGE "<presence/><iq type='get'/>",
	          "stanza name=message\nstanza name=presence\nstanza name=iq\n", "");
	/* R6120-4.8.3-1 */
	play_open("<message xmlns='jabber:client'/>",
	          "broken bad-namespace\nover bad-namespace\n",
	          ERROR("invalid-namespace", TEXT("an element of jabber:client")));
	/* R6120-4.8.5-3 */
	play_open("<s:message xmlns:s='jabber:server'><s:body>x</s:body></s:message>",
	          "broken bad-prefix\nover bad-prefix\n",
	          ERROR("bad-namespace-prefix", TEXT("a stanza with a prefix")));
	/* R6120-4.8.4-1 to -3 */
	play_open("<x:message xmlns:x='urn:t' from='a@peer.example' to='b@iut.example'/>",
	          "broken unknown-element\nover unknown-element\n",
	          ERROR("unsupported-stanza-type", TEXT("an element that means nothing here")));
	play_open("<foo/>", "broken unknown-element\nover unknown-element\n",
	          ERROR("unsupported-stanza-type", TEXT("an element that means nothing here")));
	play_open("<stream:features/>", "broken unexpected-element\nover unexpected-element\n",
	          ERROR("undefined-condition",
	                TEXT("an element out of order") "<unexpected-element "
	                                                "xmlns='urn:fedlab:errors:1'/>"));
	play_open("<message><!-- x --></message>",
	          "broken restricted-xml\nover restricted-xml\n",
	          ERROR("restricted-xml", TEXT("comment")));
}
END_TEST

START_TEST(size_of_a_stanza_is_told)
{
	struct rig r;
	struct stream_event ev;

	rig_new(&r, &(struct stream_settings)RECEIVING, by_dialback);
	rig_say(&r, OPEN);
	stream_feed(r.s, VIEW(" " MESSAGE), r.now);
	ck_assert(stream_next(r.s, &ev, r.now));
	ck_assert_int_eq(ev.kind, STREAM_STANZA);
	ck_assert_uint_eq(ev.bytes, strlen(MESSAGE));
	ck_assert(element_is(ev.element, NS_SERVER, "message"));
	ck_assert_ptr_nonnull(region_alloc(ev.region, 8));
	rig_free(&r);
}
END_TEST

START_TEST(limits_grow_when_the_stream_is_established)
{
	struct stream_settings set = RECEIVING;
	static const char big[] =
	        "<message><body>0123456789012345678901234567890123456789012345678901234567890"
	        "12345678901234567890123456789012345678901234567890123456789</body></message>";
	struct rig r;

	set.before = set.after = xml_limits_default;
	set.before.stanza = 100;
	set.after.stanza = strlen(big);
	rig_new(&r, &set, by_dialback);
	rig_say(&r, PEER_HEADER);
	rig_say(&r, big);
	rig_saw(&r, "header from=peer.example to=iut.example +dialback\n"
	            "broken stanza-too-big\nover stanza-too-big\n");
	rig_said(&r, OUR_ANSWER FEATURES(FEATURE_DB) ERROR(
	                     "policy-violation",
	                     TEXT("stanza larger than the limit") "<stanza-too-big "
	                                                          "xmlns='urn:xmpp:errors'/>"));
	rig_free(&r);
	rig_new(&r, &set, by_dialback);
	rig_say(&r, OPEN);
	rig_say(&r, big);
	rig_saw(&r, OPENED "stanza name=message\n");
	rig_say(&r, "<message ");
	rig_say(&r, big + strlen("<message"));
	rig_saw(&r, "broken stanza-too-big\nover stanza-too-big\n");
	rig_free(&r);
}
END_TEST

/* --- extensions and flooding ------------------------------------------------- */

START_TEST(stream_management_is_heard_and_answered_at_any_time)
{
	struct rig r;

	rig_new(&r, &(struct stream_settings)RECEIVING, by_dialback);
	rig_say(&r, PEER_HEADER "<enable xmlns='urn:xmpp:sm:3'/>");
	rig_saw(&r, HEADER_LOG "sm name=enable\n");
	buf_clear(&r.out);
	ck_assert(rig_send(&r, NS_SM, "failed"));
	rig_said(&r, "<failed xmlns='urn:xmpp:sm:3'/>");
	/* X0198-6-1 */
	stream_refuse_sm(r.s, 4294967295u, 7);
	rig_drain(&r);
	rig_said(&r, ERROR("undefined-condition", TEXT("acknowledged more stanzas than were "
	                                               "sent") "<handled-count-too-high "
	                                                       "xmlns='urn:xmpp:sm:3' "
	                                                       "h='4294967295' "
	                                                       "send-count='7'/>"));
	rig_saw(&r, "broken sm-handled-too-high\nover sm-handled-too-high\n");
	ck_assert(!rig_send(&r, NS_SM, "a"));
	rig_free(&r);
}
END_TEST

START_TEST(extension_only_where_it_is_allowed)
{
	struct stream_settings set = RECEIVING;
	struct rig r;

	set.both_ways = true;
	rig_new(&r, &set, by_dialback);
	stream_allow_extension(r.s, "urn:fedlab:link:1");
	rig_say(&r, OPEN "<handed xmlns='urn:fedlab:link:1' id='m1'/>");
	rig_saw(&r, OPENED "extension name=handed\n");
	buf_clear(&r.out);
	/* The link carries stanzas in both directions. */
	ck_assert(rig_send(&r, NS_SERVER, "message"));
	rig_said(&r, "<message from='a@iut.example' to='b@peer.example'/>");
	rig_free(&r);

	rig_new(&r, &set, by_dialback);
	stream_allow_extension(r.s, "urn:fedlab:link:1");
	rig_say(&r, PEER_HEADER "<handed xmlns='urn:fedlab:link:1' id='m1'/>");
	rig_saw(&r, HEADER_LOG "broken not-negotiated\nover not-negotiated\n");
	rig_free(&r);
}
END_TEST

START_TEST(bytes_behind_an_unanswered_header_are_bounded)
{
	struct stream_settings set = RECEIVING;
	struct rig r;

	set.before = xml_limits_default;
	set.before.stanza = 500;
	rig_new(&r, &set, NULL);
	rig_say(&r, PEER_HEADER);
	for (size_t i = 0; i < 500; i++)
		rig_feed(&r, "x", 1);
	ck_assert(!stream_is_closed(r.s));
	rig_feed(&r, "x", 1);
	rig_saw(&r, HEADER_LOG "broken stanza-too-big\nover stanza-too-big\n");
	/* The late answer does nothing. */
	buf_clear(&r.out);
	stream_answer(r.s, IUT, &all);
	rig_drain(&r);
	rig_said(&r, "");
	rig_free(&r);
}
END_TEST

UNIT("receive_stanza", stanza_too_early_ends_the_stream,
     stanza_behind_an_unanswered_key_ends_the_stream,
     only_stanzas_of_the_content_namespace_pass, size_of_a_stanza_is_told,
     limits_grow_when_the_stream_is_established,
     stream_management_is_heard_and_answered_at_any_time, extension_only_where_it_is_allowed,
     bytes_behind_an_unanswered_header_are_bounded)
