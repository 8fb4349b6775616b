/* The rules of what users and the gateway are told, on logs written by hand. */
#include "judge/history_for_tests.h"

START_TEST(users_hear)
{
	static const char hears[] = "  juliet hears \"hi\" from a@x.example [R-1]\n";

	passes(hears, LINK "B 1\nR juliet 1 tls " M("1") "\nE 1 done\n");
	fails(hears, LINK "B 1\nR juliet 1 tls <message from='a@x.example' to='ann@iut.example'>"
	      "<body>hi</body></message>\nE 1 failed\n", CLASS_WRONG_ANSWER, 1);
	fails(hears, LINK "B 1\nR juliet 1 tls <message from='b@x.example'><body>hi</body></message>\n"
	      "E 1 failed\n", CLASS_WRONG_ANSWER, 1);
	fails(hears, LINK "B 1\nR juliet 1 tls <message from='a@x.example' type='error'><body>hi</body>"
	      "</message>\nE 1 failed\n", CLASS_REFUSED, 1);
	fails(hears, LINK "B 1\nE 1 timeout\n", CLASS_NO_ANSWER, 1);
}
END_TEST

START_TEST(users_hear_what_was_said_as_it_was)
{
	static const char said[] = "  romeo says \"hi\" to juliet@iut.example\n"
	                           "  juliet hears \"hi\" from romeo@far.example [R-1]\n";
#define HEARD(id, type) LINK "O romeo 2 out\nT romeo 2 far\nB 1\n" \
	"S romeo 2 1 <message to='juliet@iut.example' id='m1' type='chat'/>\nE 1 done\nB 2\n" \
	"R juliet 1 tls <message from='romeo@far.example/r' to='juliet@iut.example/q' id='" id \
	"' type='" type "'><body>hi</body></message>\n"

	passes(said, HEARD("m1", "chat") "E 2 done\n");
	fails(said, HEARD("m2", "chat") "E 2 failed\n", CLASS_WRONG_ANSWER, 2);
	fails(said, HEARD("m1", "headline") "E 2 failed\n", CLASS_WRONG_ANSWER, 2);
}
END_TEST

START_TEST(presence_is_for_who_it_is_addressed_to)
{
	static const char asked[] = "  juliet is asked by a@x.example [R-1]\n";
#define ASKED(to) LINK "B 1\nR juliet 1 tls <presence from='a@x.example' to='" to \
	"' type='subscribe'/>\n"

	passes(asked, ASKED("juliet@iut.example") "E 1 done\n");
	fails(asked, ASKED("ann@iut.example") "E 1 failed\n", CLASS_WRONG_ANSWER, 1);
}
END_TEST

START_TEST(users_are_told)
{
	static const char told[] =
		"  juliet says \"hi\" to a@x.example as $m\n"
		"  juliet is told forbidden|not-allowed about $m [R-1]\n";
#define SAID LINK "B 1\nS juliet 1 1 <message to='a@x.example' id='m1'/>\nE 1 done\nB 2\n"
#define ERROR(id, what) \
	"R juliet 1 tls <message from='a@x.example' to='juliet@iut.example' type='error' id='" \
	id "'><error><" what \
	" xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></message>\n"

	passes(told, SAID ERROR("m1", "not-allowed") "E 2 done\n");
	fails(told, SAID ERROR("m2", "not-allowed") "E 2 failed\n", CLASS_WRONG_ANSWER, 2);
	fails(told, SAID ERROR("m1", "gone") "E 2 failed\n", CLASS_WRONG_ANSWER, 2);
	fails(told, SAID "R juliet 1 tls <presence from='a@x.example' to='juliet@iut.example' "
	      "type='error' id='m1'><error><not-allowed/></error></presence>\nE 2 failed\n",
	      CLASS_WRONG_ANSWER, 2);
	fails(told, SAID "E 2 timeout\n", CLASS_NO_ANSWER, 2);
	errs(told, LINK "B 1\nE 1 done\nB 2\n" ERROR("m1", "not-allowed") "E 2 done\n");
}
END_TEST

START_TEST(the_gateway_is_told)
{
	static const char told[] = "  gw sends as $m\n    | <message id='m1'/>\n"
	                           "  gw is told $m was handed over [R-1]\n";
#define HANDED(id) "R gw 1 +handed tls <handed xmlns='urn:fedlab:link:1' id='" id "'/>\n"

	passes(told, LINK "B 1\nS gw 1 1 <message id='m1'/>\nE 1 done\nB 2\n" HANDED("m1") "E 2 done\n");
	fails(told, LINK "B 1\nS gw 1 1 <message id='m1'/>\nE 1 done\nB 2\n" HANDED("m2") "E 2 timeout\n",
	      CLASS_NO_ANSWER, 2);
	errs(told, LINK "B 1\nE 1 done\nB 2\n" HANDED("m1") "E 2 done\n");
}
END_TEST

UNIT("rules_user", users_hear, users_hear_what_was_said_as_it_was,
     presence_is_for_who_it_is_addressed_to, users_are_told, the_gateway_is_told)
