/* Headers as a peer sends them, and the stream in which a bad one is answered. */
#include "xmpp/receive_rig.h"

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

UNIT("receive_header", bad_headers_are_answered_inside_a_stream,
     refused_header_is_answered_inside_a_stream, lower_version_is_answered,
     prefix_free_stream_is_as_good)
