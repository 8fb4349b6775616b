/* The rules of what the system under test does, and of what must not be seen. */
#include "judge/history_for_tests.h"

/* --- the system under test ------------------------------------------------------------ */

START_TEST(names_are_asked_for)
{
	static const char asks[] = "  iut asks dns SRV _xmpp-server._tcp.Peer.example. [R-1]\n";

	passes(asks, "D A x.example\nD SRV _xmpp-server._tcp.peer.example\nB 1\nE 1 done\n");
	fails(asks, "D A _xmpp-server._tcp.peer.example\nB 1\nE 1 timeout\n", CLASS_NO_ANSWER, 1);
	errs(asks, "B 1\nE 1 done\n");
}
END_TEST

START_TEST(processes)
{
	static const char stops[] = "  iut is told to stop\n  iut has stopped [R-1]\n";
	static const char runs[] = "  iut is still running [R-1]\n";

	passes(stops, "B 1\nE 1 done\nB 2\nP iut exited 0\nE 2 done\n");
	fails(stops, "B 1\nE 1 done\nB 2\nP iut exited 1\nE 2 failed\n", CLASS_CRASH, 2);
	fails(stops, "B 1\nE 1 done\nB 2\nE 2 timeout\n", CLASS_NO_ANSWER, 2);
	passes(runs, "P iut ready 7\nB 1\nE 1 done\n");
	fails(runs, "P iut exited -11\nB 1\nE 1 failed\n", CLASS_CRASH, 1);
	/* a crash counts whatever is expected; a partner's does not count against it */
	fails(runs, "B 1\nE 1 done\nP iut exited 0\n", CLASS_CRASH, 0);
	inconclusive(runs, "B 1\nE 1 done\nP romeo exited -6\n", 0);
	is("  iut is restarted\n  iut is still running [R-1]\n",
	   "B 1\nP iut exited 0\nP iut reloaded 8\nE 1 done\nB 2\nE 2 done\n", VERDICT_PASS,
	   CLASS_NONE, 2);
	is("  iut is killed\n  iut is started again\n  iut is still running [R-1]\n",
	   "B 1\nP iut exited -9\nE 1 done\nB 2\nP iut ready 8\nE 2 done\nB 3\nE 3 done\n",
	   VERDICT_PASS, CLASS_NONE, 3);
	/* One of its processes: stopped it ends with 0, killed by that. */
	is("  iut is stopped at edge\n  iut is started again at edge\n  iut is still running [R-1]\n",
	   "B 1\nP iut exited 0\nE 1 done\nB 2\nP iut ready 8\nE 2 done\nB 3\nE 3 done\n",
	   VERDICT_PASS, CLASS_NONE, 3);
	fails("  iut is stopped at edge\n  iut is started again at edge\n  iut is still running [R-1]\n",
	      "B 1\nP iut exited -9\nE 1 done\nB 2\nP iut ready 8\nE 2 done\nB 3\nE 3 done\n",
	      CLASS_CRASH, 0);
	is("  iut is killed at gateway\n  iut is started again at gateway\n  iut is still running [R-1]\n",
	   "B 1\nP iut exited -9\nE 1 done\nB 2\nP iut ready 8\nE 2 done\nB 3\nE 3 done\n",
	   VERDICT_PASS, CLASS_NONE, 3);
	/* It died before it was killed, or once more behind that. */
	fails("  iut is killed\n  iut is started again\n  iut is still running [R-1]\n",
	      "B 1\nP iut exited -11\nE 1 done\nB 2\nP iut ready 8\nE 2 done\nB 3\nE 3 done\n",
	      CLASS_CRASH, 0);
	fails("  iut is killed\n  iut is started again\n  iut is still running [R-1]\n",
	      "B 1\nP iut exited -9\nE 1 done\nB 2\nP iut ready 8\nE 2 done\nP iut exited -9\n"
	      "B 3\nE 3 failed\n",
	      CLASS_CRASH, 0);
	fails("  iut is restarted\n  iut is still running [R-1]\n",
	      "B 1\nP iut exited -6\nP iut reloaded 8\nE 1 done\nB 2\nE 2 done\n", CLASS_CRASH, 0);
}
END_TEST

START_TEST(memory)
{
	static const char below[] = "  iut is still running\nthen\n  iut uses less than 1MiB more memory [R-1]\n";

	passes(below, "M 0 5000\nB 1\nE 1 done\nB 2\nM 2 6000\nE 2 done\n");
	passes(below, "M 0 5000\nB 1\nE 1 done\nB 2\nM 2 4000\nE 2 done\n");
	fails(below, "M 0 5000\nB 1\nE 1 done\nB 2\nM 2 6024\nE 2 failed\n", CLASS_WRONG_ANSWER, 2);
	errs(below, "M 0 5000\nB 1\nE 1 done\nB 2\nM 2 6024\nE 2 done\n");
	inconclusive(below, "M 0 5000\nB 1\nE 1 done\nB 2\nE 2 done\n", 2);
	inconclusive(below, "B 1\nE 1 done\nB 2\nM 2 6000\nE 2 done\n", 2);
	/* what takes nothing does not run */
	inconclusive(below, "M 0 5000\nB 1\nE 1 done\nB 2\nM 2 0\nE 2 done\n", 2);
	inconclusive(below, "M 0 0\nB 1\nE 1 done\nB 2\nM 2 100\nE 2 done\n", 2);
}
END_TEST

START_TEST(processor_time)
{
	static const char below[] = "  iut is still running\nthen\n  iut spends less than 20ms of cpu [R-1]\n";

	passes(below, "M 0 5000\nU 0 7000\nB 1\nE 1 done\nB 2\nU 2 26999\nE 2 done\n");
	fails(below, "U 0 7000\nB 1\nE 1 done\nB 2\nU 2 27000\nE 2 failed\n", CLASS_WRONG_ANSWER, 2);
	errs(below, "U 0 7000\nB 1\nE 1 done\nB 2\nU 2 27000\nE 2 done\n");
	/* memory is no CPU */
	inconclusive(below, "M 0 5000\nU 0 7000\nB 1\nE 1 done\nB 2\nM 2 6000\nE 2 done\n", 2);
	inconclusive(below, "U 0 7000\nB 1\nE 1 done\nB 2\nU 2 0\nE 2 done\n", 2);
	/* nor is that of a later process the growth of the first one's */
	inconclusive(below, "U 0 7000\nB 1\nE 1 done\nB 2\nU 2 6999\nE 2 done\n", 2);
}
END_TEST

START_TEST(draining)
{
	passes("  thief is drained [R-1]\n", UP "B 1\nX thief 1\nE 1 done\n");
	fails("  thief is drained [R-1]\n", UP "B 1\nE 1 timeout\n", CLASS_NO_ANSWER, 1);
}
END_TEST

/* --- absence ------------------------------------------------------------------------------ */

#define FENCE_M "<message><body>fence n0nce</body></message>"
#define FENCED "B 1\nF peer 1 sent\nR juliet 1 +fence tls " FENCE_M "\nF juliet 1 arrived\nE 1 done\n"
static const char nothing[] = "  fence F from peer to juliet\n"
                              "  juliet got nothing like until F [R-1]\n    | <message/>\n";

START_TEST(nothing_before_the_fence)
{
	is(nothing, LINK FENCED "B 2\nE 2 done\n", VERDICT_PASS, CLASS_NONE, 2);
	fails(nothing, LINK "R juliet 1 tls " M("1") "\n" FENCED "B 2\nE 2 done\n", CLASS_ACCEPTED, 2);
	/* behind the fence it is no such message, and yet nobody asked for it */
	fails(nothing, LINK FENCED "B 2\nE 2 done\nR juliet 1 tls " M("1") "\n", CLASS_SURPLUS, 0);
	/* an untagged absence is never hidden */
	fails("  fence F from peer to juliet\n  juliet got nothing like until F\n    | <message/>\n"
	      "  iut is still running [R-1]\n",
	      LINK "R juliet 1 tls " M("1") "\n" FENCED "B 2\nE 2 done\nB 3\nE 3 done\n",
	      CLASS_ACCEPTED, 2);
}
END_TEST

START_TEST(fences_must_have_stood)
{
	inconclusive(nothing, LINK "B 1\nB 2\nF peer 1 sent\nE 1 timeout\nE 2 failed\n", 2);
	errs(nothing, LINK "B 1\nF peer 1 sent\nE 1 done\nB 2\nE 2 done\n");
	errs(nothing, LINK "B 1\nF peer 1 sent\nF juliet 1 arrived\nE 1 done\nB 2\nE 2 done\n");
	errs(nothing, LINK "B 1\nR juliet 1 +fence tls " FENCE_M "\nF juliet 1 arrived\nE 1 done\n"
	     "B 2\nE 2 done\n");
	errs(nothing, LINK FENCED "F juliet 1 arrived\nB 2\nE 2 done\n");
}
END_TEST

START_TEST(a_name_without_value_proves_nothing)
{
	static const char steps[] =
		"  thief sends\n    | <message><body>{fresh word as $w}</body></message>\n"
		"  fence F from peer to juliet\n"
		"  juliet got nothing like until F [R-1]\n    | <message><body>{$w}</body></message>\n";
#define FENCED_2 "B 2\nF peer 2 sent\nR juliet 2 +fence tls " FENCE_M "\nF juliet 2 arrived\nE 2 done\nB 3\nE 3 done\n"
#define LINK_2 "O gw 2 out\nT gw 2\nR gw 2 +header tls " H "\n"

	passes(steps, UP LINK_2 "B 1\nI 1 w abc\nS thief 1 1 <message/>\nE 1 done\n" FENCED_2);
	errs(steps, UP LINK_2 "B 1\nS thief 1 1 <message/>\nE 1 done\n" FENCED_2);
}
END_TEST

START_TEST(no_second_one)
{
	static const char steps[] =
		"  juliet gets as $s [R-1]\n    | <message id='1'/>\n"
		"then\n  fence F from peer to juliet\n"
		"  juliet got nothing like $s since $s until F\n";

	passes(steps, LINK "B 1\nR juliet 1 tls " M("1") "\nE 1 done\nB 2\nF peer 2 sent\n"
	       "R juliet 1 +fence tls " FENCE_M "\nF juliet 2 arrived\nE 2 done\nB 3\nE 3 done\n");
	fails(steps, LINK "B 1\nR juliet 1 tls " M("1") "\nE 1 done\nB 2\nF peer 2 sent\n"
	      "R juliet 1 tls " M("1") "\n"
	      "R juliet 1 +fence tls " FENCE_M "\nF juliet 2 arrived\nE 2 done\nB 3\nE 3 done\n",
	      CLASS_SURPLUS, 3);
}
END_TEST

START_TEST(nothing_in_clear)
{
	static const char steps[] = "  thief saw nothing in clear like [R-1]\n    | <db:result/>\n";

	passes(steps, UP "R thief 1 +features <stream:features/>\nB 1\nE 1 done\n");
	passes(steps, UP "T thief 1\nR thief 1 +header tls " H "\n"
	       "R thief 1 +dialback tls <db:result>k</db:result>\nB 1\nE 1 done\n");
	/* whoever took it, and whenever it came */
	fails(steps, UP "R thief 1 +dialback <db:result>k</db:result>\nB 1\nE 1 done\n",
	      CLASS_LEAK, 1);
	fails(steps, UP "B 1\nE 1 done\nR thief 1 +dialback <db:result>k</db:result>\n",
	      CLASS_LEAK, 1);
}
END_TEST

START_TEST(no_dns_and_no_connection)
{
	static const char dns[] = "  fence F from peer to juliet\n"
	                          "  iut asked no dns about bad.example until F [R-1]\n";
	static const char connected[] = "  fence F from thief to juliet\n"
	                                "  peer was not connected until F [R-1]\n";

	is(dns, LINK "D A good.example\nD A notbad.example\n" FENCED "B 2\nE 2 done\n", VERDICT_PASS,
	   CLASS_NONE, 2);
	fails(dns, LINK "D SRV _xmpp-server._tcp.BAD.example\n" FENCED "B 2\nE 2 done\n",
	      CLASS_SURPLUS, 2);
	is(connected, LINK "O peer 2 out\n" FENCED "B 2\nE 2 done\n", VERDICT_PASS, CLASS_NONE, 2);
	fails(connected, LINK "O peer 2 in\n" FENCED "B 2\nE 2 done\n", CLASS_SURPLUS, 2);
}
END_TEST

START_TEST(no_line_end)
{
	static const char steps[] = "  fence F from peer to juliet\n"
	                            "  fe got no line end until F [R-1]\n";

	is(steps, LINK FENCED "B 2\nE 2 done\n", VERDICT_PASS, CLASS_NONE, 2);
	fails(steps, LINK "O fe 2 in\nR fe 2 _\n" FENCED "B 2\nE 2 done\n", CLASS_SURPLUS, 2);
	/* somebody else's, and what came behind the fence */
	is(steps, LINK "O fe 2 in\nR gw 1 tls _\n" FENCED "R fe 2 _\nB 2\nE 2 done\n", VERDICT_PASS,
	   CLASS_NONE, 2);
}
END_TEST

START_TEST(checks)
{
	static const struct {
		const char *verb, *said;
		enum verdict v;
		enum fail_class k;
	} row[] = {
		{ "takes", "taken", VERDICT_PASS, CLASS_NONE },
		{ "takes", "warned", VERDICT_FAIL, CLASS_WRONG_ANSWER },
		{ "takes", "refused", VERDICT_FAIL, CLASS_REFUSED },
		{ "warns of", "warned", VERDICT_PASS, CLASS_NONE },
		{ "warns of", "taken", VERDICT_FAIL, CLASS_WRONG_ANSWER },
		{ "warns of", "refused", VERDICT_FAIL, CLASS_REFUSED },
		{ "refuses", "refused", VERDICT_PASS, CLASS_NONE },
		{ "refuses", "taken", VERDICT_FAIL, CLASS_ACCEPTED },
		{ "refuses", "warned", VERDICT_FAIL, CLASS_ACCEPTED },
		{ "refuses", "broken", VERDICT_INCONC, CLASS_NONE },
		{ "takes", "cannot", VERDICT_INCONC, CLASS_NONE },
	};

	for (size_t i = 0; i < sizeof row / sizeof row[0]; i++) {
		char step[80], log[80];

		snprintf(step, sizeof step, "  iut %s policy x.example tls=optional [R-1]\n",
		         row[i].verb);
		snprintf(log, sizeof log, "B 1\nC 1 %s\nE 1 %s\n", row[i].said,
		         row[i].v == VERDICT_PASS ? "done" : "failed");
		is(step, log, row[i].v, row[i].k, 1);
	}
	/* another step's */
	inconclusive("  iut takes setting a=b\n  iut takes setting a=c [R-1]\n",
	             "B 1\nC 1 taken\nE 1 done\nB 2\nE 2 failed\n", 2);
}
END_TEST

START_TEST(what_operators_are_told)
{
	const char *open = "  iut finds the way open from a@iut.example to b@x.example [R-1]\n";
	const char *broken = "  iut finds the way broken at tls from a@iut.example to b@x.example "
	                     "[R-1]\n";
	const char *amiss = "  iut finds itself amiss at srv about iut.example [R-1]\n";

	is(open, "B 1\nQ 1 well\nE 1 done\n", VERDICT_PASS, CLASS_NONE, 1);
	is(open, "B 1\nQ 1 broken tls\nE 1 failed\n", VERDICT_FAIL, CLASS_WRONG_ANSWER, 1);
	is(broken, "B 1\nQ 1 broken tls\nE 1 done\n", VERDICT_PASS, CLASS_NONE, 1);
	is(broken, "B 1\nQ 1 well\nE 1 failed\n", VERDICT_FAIL, CLASS_WRONG_ANSWER, 1);
	is(broken, "B 1\nQ 1 broken tls-x\nE 1 failed\n", VERDICT_FAIL, CLASS_WRONG_ANSWER, 1);
	is(broken, "B 1\nQ 1 nothing\nE 1 failed\n", VERDICT_FAIL, CLASS_WRONG_ANSWER, 1);
	is(broken, "B 1\nE 1 timeout\n", VERDICT_FAIL, CLASS_NO_ANSWER, 1);
	is(broken, "B 1\nQ 1 cannot\nE 1 failed\n", VERDICT_INCONC, CLASS_NONE, 1);
	is("  iut finds itself sound [R-1]\n", "B 1\nQ 1 amiss port iut.example\nE 1 failed\n",
	   VERDICT_FAIL, CLASS_WRONG_ANSWER, 1);
	/* one of several lines; whom it is about counts */
	is(amiss, "B 1\nQ 1 amiss port x.example|amiss srv iut.example\nE 1 done\n",
	   VERDICT_PASS, CLASS_NONE, 1);
	is(amiss, "B 1\nQ 1 amiss srv x.example|amiss port iut.example\nE 1 failed\n",
	   VERDICT_FAIL, CLASS_WRONG_ANSWER, 1);
	is(amiss, "B 1\nQ 1 well|concern srv iut.example\nE 1 failed\n", VERDICT_FAIL,
	   CLASS_WRONG_ANSWER, 1);
	is("  iut finds a concern at srv about iut.example [R-1]\n",
	   "B 1\nQ 1 well|concern srv iut.example\nE 1 done\n", VERDICT_PASS, CLASS_NONE, 1);
	is("  iut finds itself sound [R-1]\n", "B 1\nQ 1 well|concern srv x\nE 1 done\n",
	   VERDICT_PASS, CLASS_NONE, 1);
}
END_TEST

START_TEST(settings_in_effect)
{
	static const char set[] = "  iut has setting connection-limit=1000 [R-1]\n";

	passes(set, "B 1\nQ 1 connection-limit=1000\nE 1 done\n");
	fails(set, "B 1\nQ 1 connection-limit=10000\nE 1 failed\n", CLASS_WRONG_ANSWER, 1);
	fails(set, "B 1\nQ 1 nothing\nE 1 failed\n", CLASS_WRONG_ANSWER, 1);
	fails(set, "B 1\nE 1 timeout\n", CLASS_NO_ANSWER, 1);
	inconclusive(set, "B 1\nQ 1 cannot\nE 1 failed\n", 1);
}
END_TEST

START_TEST(what_is_counted)
{
	static const char some[] = "  iut begins to count inbound-failures\nthen\n"
	                           "  iut has counted 2 more inbound-failures [R-1]\n";
	static const char none[] = "  iut begins to count inbound-failures\nthen\n"
	                           "  iut has counted no more inbound-failures [R-1]\n";
#define FROM(n) "B 1\nN 1 inbound-failures " n "\nE 1 done\nB 2\n"
#define NOW(n) "N 2 inbound-failures " n "\n"

	is(some, FROM("3") NOW("4") NOW("5") "E 2 done\n", VERDICT_PASS, CLASS_NONE, 2);
	fails(some, FROM("3") NOW("4") "E 2 timeout\n", CLASS_WRONG_ANSWER, 2);
	fails(some, FROM("3") NOW("6") "E 2 failed\n", CLASS_WRONG_ANSWER, 2);
	errs(some, FROM("3") NOW("4") "E 2 done\n");
	is(none, FROM("3") NOW("3") "E 2 done\n", VERDICT_PASS, CLASS_NONE, 2);
	fails(none, FROM("3") NOW("4") "E 2 failed\n", CLASS_WRONG_ANSWER, 2);
	/* restarted, it counts from 0 */
	fails(none, FROM("3") NOW("0") "E 2 failed\n", CLASS_WRONG_ANSWER, 2);
	/* nothing was read, or another counter, or nobody had begun */
	inconclusive(none, FROM("3") "E 2 failed\n", 2);
	inconclusive(none, FROM("3") "N 2 outbound-failures 3\nE 2 failed\n", 2);
	inconclusive(none, "B 1\nN 1 outbound-failures 0\nE 1 done\nB 2\n" NOW("0") "E 2 done\n", 2);
}
END_TEST

START_TEST(what_is_printed)
{
	static const char printed[] = "  iut has printed \"x\" [R-1]\n";
	static const char never[] = "  iut is still running\nthen\n  iut has never printed \"x\" [R-1]\n";
#define RUNS "B 1\nE 1 done\nB 2\n"

	is(printed, "B 1\nN 1 printed 0\nN 1 printed 1\nE 1 done\n", VERDICT_PASS, CLASS_NONE, 1);
	fails(printed, "B 1\nN 1 printed 0\nE 1 timeout\n", CLASS_NO_ANSWER, 1);
	errs(printed, "B 1\nN 1 printed 0\nE 1 done\n");
	inconclusive(printed, "B 1\nE 1 failed\n", 1);
	is(never, RUNS "N 2 printed 0\nE 2 done\n", VERDICT_PASS, CLASS_NONE, 2);
	fails(never, RUNS "N 2 printed 2\nE 2 failed\n", CLASS_LEAK, 2);
	errs(never, RUNS "N 2 printed 2\nE 2 done\n");
	/* nobody looked: that is no absence */
	inconclusive(never, RUNS "E 2 failed\n", 2);
	inconclusive(never, RUNS "E 2 done\n", 2);
}
END_TEST

UNIT("rules_system", names_are_asked_for, processes, memory, processor_time, draining,
     nothing_before_the_fence, fences_must_have_stood, a_name_without_value_proves_nothing,
     no_second_one, nothing_in_clear, no_dns_and_no_connection, no_line_end, checks,
     what_operators_are_told, what_is_counted, what_is_printed,
     settings_in_effect)
