/* What SIP users do, in one step each: come online, talk, watch and be watched. */
#include "cast/sip_play_for_tests.h"

#define TALK                                                                                   \
	"    sally is online\n    sally pings jabbertown.example\n"                            \
	"    sally says \"hello\" to xeno@jabbertown.example\n"                                \
	"    sally hears \"hello\" from xeno@jabbertown.example  [R-1]\n"

START_TEST(messages_over_udp)
{
	plays(SALLY("udp") TALK, VERDICT_PASS, NULL);
}
END_TEST

START_TEST(messages_over_tcp)
{
	plays(SALLY("tcp") TALK, VERDICT_PASS, NULL);
}
END_TEST

START_TEST(messages_over_tls)
{
	plays(SALLY("tls") TALK, VERDICT_PASS, NULL);
}
END_TEST

/* Who comes second waits for the connection that the first one dials. */
START_TEST(two_users_come_online_at_once)
{
	plays("    sally is sip-ua at sipcorp.example over tls\n"
	      "    sue is sip-ua at sipcorp.example over tls\nsetup\n"
	      "    sally is online\n    sue is online\nact\n"
	      "    sally pings jabbertown.example\n"
	      "    sue says \"hello\" to xeno@jabbertown.example\n"
	      "    sue hears \"hello\" from xeno@jabbertown.example  [R-1]\n",
	      VERDICT_PASS, NULL);
}
END_TEST

START_TEST(an_inside_user_is_a_sip_user)
{
	plays("    juliet is inside-user at sipcorp.example\nact\n"
	      "    juliet is online\n    juliet says \"hello\" to xeno@jabbertown.example\n"
	      "    juliet hears \"hello\" from xeno@jabbertown.example  [R-1]\n",
	      VERDICT_PASS, NULL);
}
END_TEST

START_TEST(failures_are_told)
{
	plays(SALLY("tcp") "    sally says \"no\" to xeno@jabbertown.example as $m\n"
	                   "    sally is told gone|item-not-found about $m  [R-1]\n",
	      VERDICT_PASS, NULL);
}
END_TEST

START_TEST(presence_is_seen)
{
	plays(SALLY("tcp") "    sally subscribes to xeno@jabbertown.example\n"
	                   "    sally is approved by xeno@jabbertown.example  [R-1]\n"
	                   "    sally sees xeno@jabbertown.example/phone as away saying "
	                   "\"tram\"  [R-1]\n"
	                   "then\n"
	                   "    sally refreshes its watch on xeno@jabbertown.example\n"
	                   "then\n"
	                   "    sally sees xeno@jabbertown.example as away\n"
	                   "then\n"
	                   "    sally unsubscribes from xeno@jabbertown.example\n"
	                   "    sally gets  [R-1]\n"
	                   "        | NOTIFY {any} SIP/2.0\n"
	                   "        | Subscription-State: terminated;reason={any}\n",
	      VERDICT_PASS, NULL);
}
END_TEST

START_TEST(words_pass_presence_by)
{
	plays(SALLY("tcp") "    sally subscribes to xeno@jabbertown.example\n"
	                   "    sally says \"hello\" to xeno@jabbertown.example\n"
	                   "    sally hears \"hello\" from xeno@jabbertown.example  [R-1]\n"
	                   "    sally is approved by xeno@jabbertown.example  [R-1]\n"
	                   "    sally sees xeno@jabbertown.example as away  [R-1]\n",
	      VERDICT_PASS, NULL);
}
END_TEST

START_TEST(presence_is_shown)
{
	plays(SALLY("udp") "    sally says \"watch\" to xeno@jabbertown.example\n"
	                   "    sally is asked by xeno@jabbertown.example  [R-1]\n"
	                   "    sally approves xeno@jabbertown.example\n"
	                   "    sally hears \"saw open\" from xeno@jabbertown.example  [R-1]\n"
	                   "    sally goes offline\n"
	                   "    sally hears \"saw closed\" from xeno@jabbertown.example  "
	                   "[R-1]\n",
	      VERDICT_PASS, NULL);
}
END_TEST

START_TEST(a_declared_front_end_is_named)
{
	plays("    fe is front-end at sipcorp.example over tls\n"
	      "    sally is sip-ua at sipcorp.example behind fe\nact\n" TALK
	      "then\n    fe sees a certificate for sipcorp.example  [R-1]\n",
	      VERDICT_PASS, NULL);
}
END_TEST

START_TEST(two_processes_are_one_system)
{
	plays(SALLY("tcp") TALK
	      "then\n    iut is restarted\n"
	      "then\n    sally says \"and now\" to xeno@jabbertown.example\n"
	      "    sally hears \"and now\" from xeno@jabbertown.example  [R-1]\n"
	      "then\n    iut is told to stop\n    iut has stopped  [R-1]\n",
	      VERDICT_PASS, NULL);
}
END_TEST

UNIT("sip_play", messages_over_udp, messages_over_tcp, messages_over_tls,
     two_users_come_online_at_once, an_inside_user_is_a_sip_user, failures_are_told,
     presence_is_seen, presence_is_shown, a_declared_front_end_is_named,
     two_processes_are_one_system, words_pass_presence_by)
