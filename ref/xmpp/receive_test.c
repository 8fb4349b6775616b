/* The receiving side from the first header to the last restart, with TLS between. */
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

UNIT("receive", tls_then_external_then_stanzas, each_restart_has_an_id_of_its_own,
     first_features_hold_tls_alone_while_it_is_required, plaintext_behind_starttls_is_dropped,
     nothing_is_read_or_written_in_the_handshake, all_from_before_tls_is_forgotten,
     key_sent_before_tls_is_not_answered_after, tls_that_was_not_offered_is_refused,
     second_tls_is_refused)
