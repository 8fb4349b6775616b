#include "xmpp/receive_rig.h"

START_TEST(tls_then_external_then_stanzas)
{
	scene(&(struct scene){
	        RECEIVING,
	        generous,
	        { PEER_HEADER, STARTTLS, PEER_HEADER, AUTH("cGVlci5leGFtcGxl"), PEER_HEADER,
	          MESSAGE " \n" MESSAGE "<r xmlns='urn:xmpp:sm:3'/>", CLOSING },
	        "header from=peer.example to=iut.example +dialback\n"
	        "starttls\n"
	        "header from=peer.example to=iut.example +dialback\n"
	        "auth authzid=peer.example\n"
	        "header from=peer.example to=iut.example +dialback\n"
	        "stanza name=message\nstanza name=message\nsm name=r\n"
	        "over peer-closed\n",
	        /* R6120-4.3.3-1: no closing tag between them. */
	        OUR_ANSWER FEATURES(FEATURE_TLS)
	                PROCEED OUR_ANSWER FEATURES(FEATURE_SASL FEATURE_DB)
	                        SUCCESS OUR_ANSWER FEATURES(FEATURE_DB FEATURE_SM) CLOSING });
}
END_TEST

START_TEST(each_restart_has_an_id_of_its_own)
{
	struct rig r;
	char *id[3];

	rig_new(&r, &(struct stream_settings)RECEIVING, generous);
	ck_assert_uint_eq(stream_id(r.s).n, 0);
	/* R6120-4.7.3-5: the initiator's id means nothing. */
	rig_say(&r, XML_DECLARATION "<stream:stream " STREAM_NS " id='D60000229F' "
	                            "from='peer.example' to='iut.example' version='1.0'>");
	id[0] = view_dup(stream_id(r.s));
	rig_say(&r, STARTTLS);
	rig_say(&r, PEER_HEADER);
	id[1] = view_dup(stream_id(r.s));
	rig_say(&r, AUTH("="));
	rig_say(&r, PEER_HEADER);
	id[2] = view_dup(stream_id(r.s));
	for (size_t i = 0; i < 3; i++) {
		ck_assert_uint_ge(strlen(id[i]), 13); /* 64 bits, 5 each */
		ck_assert_uint_eq(strspn(id[i], "0123456789abcdefghijklmnopqrstuvwxyz"),
		                  strlen(id[i]));
		ck_assert_str_ne(id[i], id[(i + 1) % 3]);
		ck_assert(strstr(buf_cstr(&r.out), id[i]) != NULL);
	}
	for (size_t i = 0; i < 3; i++)
		free(id[i]);
	ck_assert(strstr(buf_cstr(&r.out), "D60000229F") == NULL);
	rig_free(&r);
}
END_TEST

START_TEST(first_features_hold_tls_alone_while_it_is_required)
{
	scene(&(struct scene){ RECEIVING,
	                       optional,
	                       { PEER_HEADER },
	                       "header from=peer.example to=iut.example +dialback\n",
	                       OUR_ANSWER FEATURES("<starttls " TLS_NS "/>" FEATURE_DB) });
}
END_TEST

START_TEST(plaintext_behind_starttls_is_dropped)
{
	/* R6120-5.4.3.3-3: the injected header would claim another domain. */
	scene_play(
	        &(struct scene){ RECEIVING,
	                         generous,
	                         { PEER_HEADER,
	                           STARTTLS "<stream:stream " STREAM_NS
	                                    " from='victim.example' "
	                                    "to='iut.example' version='1.0'>" MESSAGE,
	                           PEER_HEADER },
	                         "header from=peer.example to=iut.example +dialback\n"
	                         "starttls\n"
	                         "header from=peer.example to=iut.example +dialback\n",
	                         OUR_ANSWER FEATURES(FEATURE_TLS)
	                                 PROCEED OUR_ANSWER FEATURES(FEATURE_SASL FEATURE_DB) },
	        0);
}
END_TEST

static void keeps_tls_open(struct rig *r, const struct stream_event *ev)
{
	if (ev->kind == STREAM_HEADER)
		stream_answer(r->s, IUT, &all);
}

START_TEST(nothing_is_read_or_written_in_the_handshake)
{
	struct rig r;
	struct stream_settings set = RECEIVING;

	set.keepalive_ms = 10;
	set.silence_ms = 50;
	set.establish_ms = 1000;
	rig_new(&r, &set, keeps_tls_open);
	rig_say(&r, PEER_HEADER);
	rig_say(&r, STARTTLS);
	rig_said(&r, OUR_ANSWER FEATURES(FEATURE_TLS) PROCEED);
	rig_saw(&r, "header from=peer.example to=iut.example +dialback\nstarttls\n");
	rig_say(&r, "<stream:stream " STREAM_NS " version='1.0'>" MESSAGE CLOSING);
	rig_wait(&r, 500);
	rig_said(&r, "");
	rig_saw(&r, "");
	/* R6120-5.4.3.2-2: no closing tag in clear when it fails. */
	rig_wait(&r, 500);
	rig_said(&r, "");
	rig_saw(&r, "broken establish-timeout\nover establish-timeout\n");
	rig_free(&r);
}
END_TEST

START_TEST(all_from_before_tls_is_forgotten)
{
	struct rig r;

	rig_new(&r, &(struct stream_settings)RECEIVING, generous);
	rig_say(&r, XML_DECLARATION "<stream:stream " STREAM_NS DB_NS " from='lax.example' "
	                            "to='sub.iut.example' version='1.0' xml:lang='de'>");
	ck_assert(view_is(stream_peer_from(r.s), "lax.example"));
	ck_assert(view_is(stream_peer_to(r.s), "sub.iut.example"));
	ck_assert(view_is(stream_peer_lang(r.s), "de"));
	rig_say(&r, STARTTLS);
	ck_assert_uint_eq(stream_peer_from(r.s).n, 0);
	ck_assert_uint_eq(stream_peer_to(r.s).n, 0);
	ck_assert_uint_eq(stream_peer_lang(r.s).n, 0);
	ck_assert_uint_eq(stream_id(r.s).n, 0);
	ck_assert(stream_is_secure(r.s));
	buf_clear(&r.out);
	buf_clear(&r.log);
	/* R6120-4.7.1-4: and a header may say nothing at all. */
	rig_say(&r, "<stream:stream " STREAM_NS " version='1.0'>");
	rig_saw(&r, "header\n");
	rig_said(&r, XML_DECLARATION
	         "<stream:stream " STREAM_NS DB_NS " from='iut.example' id='ID' "
	         "version='1.0' xml:lang='en'>" FEATURES(FEATURE_SASL FEATURE_DB));
	rig_free(&r);
}
END_TEST

START_TEST(key_sent_before_tls_is_not_answered_after)
{
	struct rig r;

	rig_new(&r, &(struct stream_settings)RECEIVING, NULL);
	rig_say(&r, PEER_HEADER);
	stream_answer(r.s, IUT, &all_optional);
	rig_say(&r, "<db:result from='peer.example' to='iut.example'>k</db:result>" STARTTLS);
	rig_saw(&r, "header from=peer.example to=iut.example +dialback\n"
	            "db-result from=peer.example to=iut.example key=k\nstarttls\n");
	/* The authority's word comes in the middle of the handshake, ... */
	ck_assert(!stream_db_result(r.s, IUT, VIEW("peer.example"), DB_VALID, CAUSE_NONE));
	stream_secured(r.s);
	rig_say(&r, PEER_HEADER);
	stream_answer(r.s, IUT, &all_optional);
	buf_clear(&r.out);
	rig_drain(&r);
	buf_clear(&r.out);
	/* ... and again behind it. */
	ck_assert(!stream_db_result(r.s, IUT, VIEW("peer.example"), DB_VALID, CAUSE_NONE));
	rig_drain(&r);
	rig_said(&r, "");
	rig_free(&r);
}
END_TEST

START_TEST(tls_that_was_not_offered_is_refused)
{
	scene(&(struct scene){ RECEIVING,
	                       by_dialback,
	                       { PEER_HEADER, STARTTLS MESSAGE },
	                       "header from=peer.example to=iut.example +dialback\n"
	                       "over unexpected-element\n",
	                       OUR_ANSWER FEATURES(FEATURE_DB) "<failure " TLS_NS
	                                                       "/>" CLOSING });
}
END_TEST

START_TEST(second_tls_is_refused)
{
	scene(&(struct scene){ RECEIVING,
	                       generous,
	                       { PEER_HEADER, STARTTLS, PEER_HEADER, STARTTLS },
	                       "header from=peer.example to=iut.example +dialback\nstarttls\n"
	                       "header from=peer.example to=iut.example +dialback\n"
	                       "over unexpected-element\n",
	                       OUR_ANSWER FEATURES(FEATURE_TLS) PROCEED OUR_ANSWER FEATURES(
	                               FEATURE_SASL FEATURE_DB) "<failure " TLS_NS
	                                                        "/>" CLOSING });
	scene(&(struct scene){ DIRECT,
	                       generous,
	                       { PEER_HEADER, STARTTLS },
	                       "header from=peer.example to=iut.example +dialback\n"
	                       "over unexpected-element\n",
	                       OUR_ANSWER FEATURES(FEATURE_SASL FEATURE_DB) "<failure " TLS_NS
	                                                                    "/>" CLOSING });
}
END_TEST

/* --- headers --------------------------------------------------------------- */

#define ANSWER_TO_BAD(attributes)                                                              \
	XML_DECLARATION "<stream:stream " STREAM_NS " from='' " attributes "xml:lang='en'>"

struct bad_header {
	const char *header, *log, *out;
};

START_TEST(bad_headers_are_answered_inside_a_stream)
{
	static const struct bad_header bad[] = {
		{ "<stream:stream xmlns='jabber:server' xmlns:stream='http://wrong.example/' "
		  "from='peer.example' to='iut.example' version='1.0'>",
		  "broken bad-namespace\nover bad-namespace\n",
		  ANSWER_TO_BAD("to='peer.example' id='ID' version='1.0' ") ERROR(
		          "invalid-namespace", TEXT("the root is not a stream of "
		                                    "http://etherx.jabber.org/streams")) },
		{ "<stream:stream xmlns='jabber:client' "
		  "xmlns:stream='http://etherx.jabber.org/streams' "
		  "version='1.0'>",
		  "broken bad-namespace\nover bad-namespace\n",
		  ANSWER_TO_BAD("id='ID' version='1.0' ")
		          ERROR("invalid-namespace",
		                TEXT("the default namespace is not jabber:server")) },
		{ "<foobar:stream xmlns='jabber:server' "
		  "xmlns:foobar='http://etherx.jabber.org/streams' "
		  "version='1.0'>",
		  "broken bad-prefix\nover bad-prefix\n",
		  ANSWER_TO_BAD("id='ID' version='1.0' ") ERROR(
		          "bad-namespace-prefix", TEXT("the prefix of the stream namespace is "
		                                       "not &apos;stream&apos;")) },
		{ "<stream:stream " STREAM_NS
		  " xmlns:caps='http://jabber.org/protocol/caps' version='1.0'>",
		  "broken bad-namespace\nover bad-namespace\n",
		  ANSWER_TO_BAD("id='ID' version='1.0' ")
		          ERROR("invalid-namespace",
		                TEXT("the header declares the namespace of an extension")) },
		{ "<stream:stream " STREAM_NS " version='one'>",
		  "broken stream-version\nover stream-version\n",
		  ANSWER_TO_BAD("id='ID' version='1.0' ")
		          ERROR("unsupported-version",
		                TEXT("a stream version that is not two numbers")) },
		{ "<stream:features " STREAM_NS " version='1.0'>",
		  "broken bad-namespace\nover bad-namespace\n", NULL },
		{ "<!DOCTYPE x><stream:stream " STREAM_NS " version='1.0'>",
		  "broken restricted-xml\nover restricted-xml\n", NULL },
		{ "GET / HTTP/1.1\r\n\r\n", "broken not-well-formed\nover not-well-formed\n",
		  NULL },
	};

	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		char *out = bad[i].out != NULL ? strdup(bad[i].out) : NULL, *apos;

		/* In text an apostrophe stands for itself. */
		while (out != NULL && (apos = strstr(out, "&apos;")) != NULL) {
			*apos = '\'';
			memmove(apos + 1, apos + 6, strlen(apos + 6) + 1);
		}
		scene(&(struct scene){
		        RECEIVING, generous, { bad[i].header }, bad[i].log, out });
		free(out);
	}
}
END_TEST

static void unknown_host(struct rig *r, const struct stream_event *ev)
{
	if (ev->kind == STREAM_HEADER)
		stream_refuse(r->s, VIEW(""), CAUSE_HOST_UNKNOWN, NULL);
}

/* R6120-4.9.1.2-1, R6120-4.9.1.3-1 */
START_TEST(refused_header_is_answered_inside_a_stream)
{
	scene(&(struct scene){
	        RECEIVING,
	        unknown_host,
	        { PEER_HEADER MESSAGE },
	        "header from=peer.example to=iut.example +dialback\n"
	        "broken host-unknown\nover host-unknown\n",
	        ANSWER_TO_BAD("to='peer.example' id='ID' version='1.0' ")
	                ERROR("host-unknown", TEXT("a domain that is not served here")) });
}
END_TEST

static void play_version(const char *said, const char *attribute, bool features)
{
	struct rig r;
	struct buf text = { 0 };

	buf_printf(&text, "<stream:stream " STREAM_NS " from='peer.example'%s>", said);
	rig_new(&r, &(struct stream_settings)RECEIVING, by_dialback);
	rig_say(&r, buf_cstr(&text));
	buf_clear(&text);
	buf_printf(&text,
	           XML_DECLARATION "<stream:stream " STREAM_NS DB_NS " from='iut.example' "
	                           "to='peer.example' id='ID'%s xml:lang='en'>%s",
	           attribute, features ? FEATURES(FEATURE_DB) : "");
	rig_said(&r, buf_cstr(&text));
	rig_saw(&r,
	        features ? "header from=peer.example\n" : "header from=peer.example none\n");
	buf_free(&text);
	rig_free(&r);
}

/* R6120-4.7.5-2 to -4 */
START_TEST(lower_version_is_answered)
{
	play_version(" version='1.0'", " version='1.0'", true);
	play_version(" version='1.10'", " version='1.0'", true);
	play_version(" version='2.13'", " version='1.0'", true);
	play_version(" version='12.3'", " version='1.0'", true);
	play_version(" version='01.00'", " version='1.0'", true);
	play_version(" version='99999999999999999999.1'", " version='1.0'", true);
	play_version(" version='0.9'", " version='0.9'", false);
	play_version("", "", false);
}
END_TEST

START_TEST(prefix_free_stream_is_as_good)
{
	scene(&(struct scene){
	        RECEIVING,
	        by_dialback,
	        { "<stream xmlns='http://etherx.jabber.org/streams' from='peer.example' "
	          "to='iut.example' version='1.0'>",
	          "<result xmlns='jabber:server:dialback' from='peer.example' "
	          "to='iut.example'>k</result>",
	          "<message xmlns='jabber:server'/>", "</stream>" },
	        "header from=peer.example to=iut.example\n"
	        "db-result from=peer.example to=iut.example key=k\n"
	        "stanza name=message\nover peer-closed\n",
	        NULL });
}
END_TEST

/* --- stanzas --------------------------------------------------------------- */

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

UNIT("receive", tls_then_external_then_stanzas, each_restart_has_an_id_of_its_own,
     first_features_hold_tls_alone_while_it_is_required, plaintext_behind_starttls_is_dropped,
     nothing_is_read_or_written_in_the_handshake, all_from_before_tls_is_forgotten,
     key_sent_before_tls_is_not_answered_after, tls_that_was_not_offered_is_refused,
     second_tls_is_refused, bad_headers_are_answered_inside_a_stream,
     refused_header_is_answered_inside_a_stream, lower_version_is_answered,
     prefix_free_stream_is_as_good, stanza_too_early_ends_the_stream,
     stanza_behind_an_unanswered_key_ends_the_stream,
     only_stanzas_of_the_content_namespace_pass, size_of_a_stanza_is_told,
     limits_grow_when_the_stream_is_established,
     stream_management_is_heard_and_answered_at_any_time, extension_only_where_it_is_allowed,
     bytes_behind_an_unanswered_header_are_bounded)
