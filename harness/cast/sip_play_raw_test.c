/* What SIP users send and get word by word, and the faults that are found in it. */
#include "cast/sip_play_for_tests.h"

START_TEST(raw_messages_and_repeats)
{
	plays(SALLY("udp") "    sally sends as $msg\n"
	                   "        | MESSAGE sip:xeno@jabbertown.example SIP/2.0\n"
	                   "        | From: <sip:sally@sipcorp.example>;tag={fresh tag}\n"
	                   "        | To: <sip:xeno@jabbertown.example>\n"
	                   "        | Call-ID: {fresh callid as $call}\n"
	                   "        | Content-Type: text/plain\n"
	                   "        |\n"
	                   "        | 5 < 6\n"
	                   "    sally gets  [R-1]\n"
	                   "        | SIP/2.0 {200|202} {any}\n"
	                   "        | Call-ID: {$call}\n"
	                   "        | CSeq: 1 MESSAGE\n"
	                   "        | !Contact\n"
	                   "    sally gets\n"
	                   "        | MESSAGE {any} SIP/2.0\n"
	                   "        | From: <sip:xeno@jabbertown.example>\n"
	                   "        |\n"
	                   "        | 5 < 6\n"
	                   "then\n"
	                   "    sally resends $msg\n"
	                   "    sally gets  [R-1]\n"
	                   "        | SIP/2.0 {200|202} {any}\n"
	                   "        | Call-ID: {$call}\n"
	                   "then\n"
	                   "    fence F from sally to sally after sally drained\n"
	                   "    sally got nothing like until F  [R-1]\n"
	                   "        | MESSAGE {any} SIP/2.0\n"
	                   "        | Subject: {any}\n",
	      VERDICT_PASS, NULL);
}
END_TEST

START_TEST(a_difference_is_a_failure)
{
	plays(SALLY("tcp") "    sally says \"hello\" to xeno@jabbertown.example\n"
	                   "    sally gets  [R-1]\n"
	                   "        | MESSAGE {any} SIP/2.0\n"
	                   "        |\n"
	                   "        | goodbye\n",
	      VERDICT_FAIL, "body: expected goodbye, got hello");
}
END_TEST

START_TEST(a_step_answers)
{
	plays(SALLY("tcp") "    sally says \"watch\" to xeno@jabbertown.example\n"
	                   "    sally gets as $sub  [R-1]\n"
	                   "        | SUBSCRIBE sip:sally@sipcorp.example SIP/2.0\n"
	                   "        | Event: presence\n"
	                   "    sally answers 200\n"
	                   "        | Expires: 30\n"
	                   "    sally sends NOTIFY in the dialog of $sub\n"
	                   "        | Event: presence\n"
	                   "        | Subscription-State: active;expires=30\n"
	                   "        | Content-Type: application/pidf+xml\n"
	                   "        |\n"
	                   "        | <presence xmlns='urn:ietf:params:xml:ns:pidf' "
	                   "entity='pres:s'>\n"
	                   "        |   <tuple "
	                   "id='a'><status><basic>open</basic></status></tuple>\n"
	                   "        | </presence>\n"
	                   "    sally gets\n"
	                   "        | SIP/2.0 200 {any}\n"
	                   "        | CSeq: 1 NOTIFY\n"
	                   "    sally hears \"saw open\" from xeno@jabbertown.example  [R-1]\n",
	      VERDICT_PASS, NULL);
}
END_TEST

/* RFC 6665 4.1.2.4: a NOTIFY may come before the answer. */
START_TEST(an_answer_may_wait)
{
	plays(SALLY("tcp") "    sally says \"watch\" to xeno@jabbertown.example\n"
	                   "    sally gets as $sub  [R-1]\n"
	                   "        | SUBSCRIBE sip:sally@sipcorp.example SIP/2.0\n"
	                   "    sally sends NOTIFY in the dialog of $sub\n"
	                   "        | Event: presence\n"
	                   "        | Subscription-State: active;expires=30\n"
	                   "        |\n"
	                   "        | <presence xmlns='urn:ietf:params:xml:ns:pidf' "
	                   "entity='pres:s'>\n"
	                   "        |   <tuple "
	                   "id='a'><status><basic>open</basic></status></tuple>\n"
	                   "        | </presence>\n"
	                   "    sally gets\n"
	                   "        | SIP/2.0 {any}\n"
	                   "        | CSeq: 1 NOTIFY\n"
	                   "    sally gets as $seen\n"
	                   "        | MESSAGE {any} SIP/2.0\n"
	                   "        | From: <sip:xeno@jabbertown.example>\n"
	                   "    sally answers 202 \"Later\" to $sub\n"
	                   "    sally leaves $seen unanswered\n"
	                   "    sally says \"hello\" to xeno@jabbertown.example\n"
	                   "    sally hears \"hello\" from xeno@jabbertown.example  [R-1]\n",
	      VERDICT_PASS, NULL);
}
END_TEST

START_TEST(what_nobody_asked_for_is_surplus)
{
	plays(SALLY("tcp") "    sally says \"dup\" to xeno@jabbertown.example\n"
	                   "    sally hears \"dup\" from xeno@jabbertown.example  [R-1]\n"
	                   "then\n"
	                   "    fence F from sally to sally\n"
	                   "    sally got nothing like until F\n"
	                   "        | SUBSCRIBE {any} SIP/2.0\n",
	      VERDICT_FAIL, "surplus");
}
END_TEST

#define AGAIN                                                                                  \
	"    sally says \"again\" to xeno@jabbertown.example\n"                                \
	"    sally gets as $m  [R-1]\n"                                                        \
	"        | MESSAGE {any} SIP/2.0\n"                                                    \
	"        | From: <sip:xeno@jabbertown.example>\n"                                      \
	"        |\n        | again\n"                                                         \
	"then\n"                                                                               \
	"    fence F from sally to sally\n"                                                    \
	"    sally got nothing like $m since $m until F\n"

/* RFC 3261 17.1.2: over UDP it is no second message, over TCP it is one. */
START_TEST(the_same_bytes_again)
{
	plays(SALLY("udp") AGAIN, VERDICT_PASS, NULL);
	plays(SALLY("tcp") AGAIN, VERDICT_FAIL, "CSeq does not rise");
}
END_TEST

#define MESSAGE_HEAD                                                                           \
	"        | MESSAGE sip:xeno@jabbertown.example SIP/2.0\n"                              \
	"        | From: <sip:sally@sipcorp.example>;tag={fresh tag}\n"                        \
	"        | To: <sip:xeno@jabbertown.example>\n"                                        \
	"        | Call-ID: {fresh callid}\n"                                                  \
	"        | Content-Type: text/plain\n"                                                 \
	"        |\n"
#define ECHOED(body)                                                                           \
	"    sally gets\n        | SIP/2.0 202 {any}\n"                                        \
	"    sally gets  [R-1]\n        | MESSAGE {any} SIP/2.0\n"                             \
	"        | From: <sip:xeno@jabbertown.example>\n        |\n        | " body "\n"

START_TEST(messages_of_any_size_and_shape)
{
	plays(SALLY("tcp")
	      "    sally sends filled to 1400 bytes\n" MESSAGE_HEAD "        | {filler}\n"
	      ECHOED("{/x{500,1390}/}")
	      "    sally sends cut at every byte\n" MESSAGE_HEAD "        | slowly\n"
	      ECHOED("slowly")
	      "    sally sends 2 times\n" MESSAGE_HEAD "        | twice\n"
	      ECHOED("twice") ECHOED("twice")
	      "    sally sends raw\n"
	      "        | OPTIONS sip:x SIP/2.0\\r\\n\n"
	      "        | v: SIP/2.0/TCP x;branch=z9hG4bKraw\\r\\n\n"
	      "        | f: <sip:a@b>;tag=1\\r\\nt: <sip:x>\\r\\n\n"
	      "        | i: raw\\r\\nCSeq: 9 OPTIONS\\r\\nl: 0\\r\\n\\r\\n\n"
	      "    sally gets  [R-1]\n"
	      "        | SIP/2.0 200 {any}\n"
	      "        | CSeq: 9 OPTIONS\n",
	      VERDICT_PASS, NULL);
}
END_TEST

START_TEST(connections_of_a_front_end)
{
	plays("    fe is front-end at sipcorp.example\nact\n"
	      "    fe connects\n"
	      "    fe sends raw\n"
	      "        | OPTIONS sip:x SIP/2.0\\r\\n\n"
	      "        | v: SIP/2.0/TCP x;branch=z9hG4bKraw\\r\\n\n"
	      "        | f: <sip:a@b>;tag=1\\r\\nt: <sip:x>\\r\\n\n"
	      "        | i: raw\\r\\nCSeq: 9 OPTIONS\\r\\nl: 0\\r\\n\\r\\n\n"
	      "    fe gets  [R-1]\n"
	      "        | SIP/2.0 200 {any}\n"
	      "    fe is still open  [R-1]\n"
	      "    fe is drained\n"
	      "    fe drops the connection\n",
	      VERDICT_PASS, NULL);
}
END_TEST

START_TEST(two_messages_in_one_go)
{
#define ASKS(id)                                                                               \
	"        | OPTIONS sip:x SIP/2.0\\r\\n\n"                                                \
	"        | v: SIP/2.0/TCP x;branch=z9hG4bK" id "\\r\\n\n"                               \
	"        | f: <sip:a@b>;tag=1\\r\\nt: <sip:x>\\r\\n\n"                                  \
	"        | i: " id "\\r\\nCSeq: 9 OPTIONS\\r\\nl: 2\\r\\n\\r\\nab\n"
#define TOLD(id)                                                                               \
	"    sally gets  [R-1]\n"                                                             \
	"        | SIP/2.0 200 {any}\n"                                                       \
	"        | Call-ID: " id "\n"

	plays(SALLY("tcp") "    sally sends raw\n" ASKS("one") "        | \\r\\n\n" ASKS("two")
	      TOLD("one") TOLD("two"),
	      VERDICT_PASS, NULL);
}
END_TEST

START_TEST(wrong_sip_is_found)
{
	plays(SALLY("tcp") "    sally says \"bad\" to xeno@jabbertown.example\n"
	                   "    sally hears \"bad\" from xeno@jabbertown.example  [R-1]\n",
	      VERDICT_FAIL, "no Max-Forwards");
}
END_TEST

UNIT("sip_play raw", raw_messages_and_repeats, a_difference_is_a_failure, a_step_answers,
     what_nobody_asked_for_is_surplus, wrong_sip_is_found, the_same_bytes_again,
     messages_of_any_size_and_shape, connections_of_a_front_end, two_messages_in_one_go,
     an_answer_may_wait)
