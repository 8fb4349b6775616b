/* Each verb's rule, on logs written by hand: one that is right, and one for
 * each way in which it can be wrong. */
#include "judge/history_for_tests.h"

/* --- units ---------------------------------------------------------------------- */

#define GETS_A "  thief gets [R-1]\n    | <a xmlns='n' x='1'/>\n"

START_TEST(units_come_in_order)
{
	static const char two[] = GETS_A "  thief gets\n    | <b xmlns='n'/>\n";

	passes(two, UP "B 1\nR thief 1 <a xmlns='n' x='1'/>\nE 1 done\n"
	       "B 2\nR thief 1 <b xmlns='n'/>\nE 2 done\n");
	/* what came early waits for its step */
	passes(two, UP "R thief 1 <a xmlns='n' x='1'/>\nR thief 1 <b xmlns='n'/>\n"
	       "B 1\nE 1 done\nB 2\nE 2 done\n");
	fails(two, UP "B 1\nR thief 1 <b xmlns='n'/>\nR thief 1 <a xmlns='n' x='1'/>\nE 1 failed\n"
	      "E 2 skipped\n", CLASS_WRONG_ANSWER, 1);
	fails(two, UP "B 1\nE 1 timeout\nE 2 skipped\n", CLASS_NO_ANSWER, 1);
	errs(two, UP "B 1\nR thief 1 <b xmlns='n'/>\nE 1 done\nB 2\nE 2 done\n");
	errs(two, UP "B 1\nR thief 1 <a xmlns='n' x='1'/>\nE 1 timeout\nE 2 skipped\n");
	/* skipped without a reason */
	errs(two, UP "B 1\nR thief 1 <a xmlns='n' x='1'/>\nE 1 done\nE 2 skipped\n");
	/* another actor's units are none of its business; but not expected either */
	fails(GETS_A, UP "O peer 2 in\nR peer 2 +header " H "\nR peer 2 <a xmlns='n' x='1'/>\n"
	      "B 1\nR thief 1 <a xmlns='n' x='1'/>\nE 1 done\n", CLASS_SURPLUS, 0);
}
END_TEST

#define R_(x) "R thief 1 <a xmlns='n' x='" x "'/>\n"

START_TEST(each_number_comes_once)
{
	static const char three[] = "  thief gets 3 times [R-1]\n    | <a xmlns='n' x='c{$number}'/>\n";
	static const char two[] = "  thief gets 1 times [R-1]\n    | <a xmlns='n' x='c{$number}'/>\n"
	                          "  thief gets\n    | <b xmlns='n'/>\n";

	passes(three, UP "B 1\n" R_("c1") R_("c2") R_("c3") "E 1 done\n");
	passes(three, UP R_("c3") "B 1\n" R_("c1") R_("c2") "E 1 done\n");
	passes(two, UP "B 1\n" R_("c1") "E 1 done\nB 2\nR thief 1 <b xmlns='n'/>\nE 2 done\n");
	/* one is missing, one comes twice, one is of no number */
	fails(three, UP "B 1\n" R_("c1") R_("c3") "E 1 timeout\n", CLASS_NO_ANSWER, 1);
	fails(three, UP "B 1\n" R_("c1") R_("c1") R_("c2") R_("c3") "E 1 failed\n",
	      CLASS_WRONG_ANSWER, 1);
	fails(three, UP "B 1\n" R_("c1") R_("c2") R_("c4") "E 1 failed\n", CLASS_WRONG_ANSWER, 1);
	fails(three, UP "B 1\n" R_("c1") R_("c2") R_("c03") "E 1 failed\n", CLASS_WRONG_ANSWER, 1);
	/* one more behind them */
	fails(three, UP "B 1\n" R_("c1") R_("c2") R_("c3") "E 1 done\n" R_("c2"), CLASS_SURPLUS, 0);
	/* the player says otherwise */
	errs(three, UP "B 1\n" R_("c1") R_("c2") "E 1 done\n");
	errs(three, UP "B 1\n" R_("c1") R_("c2") R_("c2") "E 1 done\n");
	errs(three, UP "B 1\n" R_("c1") R_("c2") R_("c3") "E 1 timeout\n");
}
END_TEST

START_TEST(untagged_expectations_make_inconclusive)
{
	is("  thief gets\n    | <a/>\n  thief gets [R-1]\n    | <b/>\n",
	   UP "B 1\nR thief 1 <c/>\nE 1 failed\nE 2 skipped\n", VERDICT_INCONC,
	   CLASS_WRONG_ANSWER, 1);
	/* but a refusal that was expected, and untagged, is no secret */
	is("  also thief gets\n    | <a/>\n  thief gets [R-1]\n    | <b/>\n",
	   UP "B 1\nE 1 timeout\nB 2\nR thief 1 <b/>\nE 2 done\n", VERDICT_INCONC,
	   CLASS_NO_ANSWER, 1);
}
END_TEST

START_TEST(classes_of_wrong_answers)
{
	fails(GETS_A, UP "B 1\nR thief 1 <stream:error><x/></stream:error>\nE 1 failed\n",
	      CLASS_REFUSED, 1);
	fails(GETS_A, UP "B 1\nR thief 1 " DOWN "\nE 1 failed\n", CLASS_REFUSED, 1);
	fails("  thief gets [R-1]\n    | <failure/>\n",
	      UP "B 1\nR thief 1 <proceed/>\nE 1 failed\n", CLASS_ACCEPTED, 1);
	fails("  thief gets over tls [R-1]\n    | <a/>\n", UP "B 1\nR thief 1 <a/>\nE 1 failed\n",
	      CLASS_LEAK, 1);
	fails("  thief gets in clear [R-1]\n    | <a/>\n",
	      UP "T thief 1\nR thief 1 +header tls " H "\nB 1\nR thief 1 tls <a/>\nE 1 failed\n",
	      CLASS_WRONG_ANSWER, 1);
	passes("  thief gets over tls [R-1]\n    | <a/>\n",
	       UP "T thief 1\nR thief 1 +header tls " H "\nB 1\nR thief 1 tls <a/>\nE 1 done\n");
}
END_TEST

START_TEST(names_must_agree)
{
	static const char two[] = "  thief gets [R-1]\n    | <a x='{any as $x}'/>\n"
	                          "  thief gets\n    | <b x='{$x}'/>\n";

	passes(two, UP "B 1\nR thief 1 <a x='7'/>\nI 1 x 7\nE 1 done\n"
	       "B 2\nR thief 1 <b x='7'/>\nE 2 done\n");
	errs(two, UP "B 1\nR thief 1 <a x='7'/>\nI 1 x 8\nE 1 done\n"
	     "B 2\nR thief 1 <b x='7'/>\nE 2 done\n");
	is(two, UP "B 1\nR thief 1 <a x='7'/>\nI 1 x 7\nE 1 done\n"
	   "B 2\nR thief 1 <b x='8'/>\nE 2 failed\n", VERDICT_INCONC, CLASS_WRONG_ANSWER, 2);
	/* the id of a stream is the one that the log shows */
	passes("  thief gets [R-1]\n    | <a x='{$thief.stream-id}'/>\n",
	       UP "I 0 thief.stream-id i1\nB 1\nR thief 1 <a x='i1'/>\nE 1 done\n");
	errs("  thief gets [R-1]\n    | <a x='{$thief.stream-id}'/>\n",
	     UP "I 0 thief.stream-id i2\nB 1\nR thief 1 <a x='i2'/>\nE 1 done\n");
}
END_TEST

START_TEST(tolerances)
{
	static const char steps[] = "  tolerate thief gets\n    | <b/>\n" GETS_A;

	is(steps, UP "B 1\nB 2\nR thief 1 <b/>\nR thief 1 <a xmlns='n' x='1'/>\nE 2 done\n"
	   "E 1 done\n", VERDICT_PASS, CLASS_NONE, 2);
	is(steps, UP "B 1\nB 2\nR thief 1 <a xmlns='n' x='1'/>\nE 2 done\nR thief 1 <b/>\n"
	   "E 1 done\n", VERDICT_PASS, CLASS_NONE, 2);
	fails(steps, UP "B 1\nB 2\nR thief 1 <a xmlns='n' x='1'/>\nE 2 done\nR thief 1 <c/>\n"
	      "E 1 done\n", CLASS_SURPLUS, 0);
	passes(GETS_A, UP "B 1\nR thief 1 +keepalive _\nR thief 1 <a xmlns='n' x='1'/>\nE 1 done\n");
	/* an end follows an error that was expected, or our own end; else not */
	passes("  thief gets [R-1]\n    | <stream:error/>\n",
	       UP "B 1\nR thief 1 <stream:error/>\nE 1 done\nR thief 1 " DOWN "\nK thief 1 fin\n");
	passes(GETS_A, UP "B 1\nR thief 1 <a xmlns='n' x='1'/>\nE 1 done\nS thief 1 0 " DOWN "\n"
	       "R thief 1 " DOWN "\n");
	fails(GETS_A, UP "B 1\nR thief 1 <a xmlns='n' x='1'/>\nE 1 done\nR thief 1 " DOWN "\n",
	      CLASS_SURPLUS, 0);
	/* a record of TLS is no surplus behind <proceed/>; before it, it is */
	passes("  thief gets [R-1]\n    | <proceed/>\n",
	       UP "B 1\nR thief 1 <proceed/>\nE 1 done\nR thief 1 \x15\x03\x03\n");
	fails("  thief gets [R-1]\n    | <proceed/>\n",
	      UP "B 1\nR thief 1 <proceed/>\nE 1 done\nR thief 1 \x17\x03\x03\n", CLASS_SURPLUS, 0);
	fails(GETS_A, UP "B 1\nR thief 1 <a xmlns='n' x='1'/>\nE 1 done\nR thief 1 \x15\x03\x03\n",
	      CLASS_SURPLUS, 0);
}
END_TEST

START_TEST(automation_must_fit)
{
	errs(GETS_A, UP "R thief 1 +features <b/>\nB 1\nR thief 1 <a xmlns='n' x='1'/>\nE 1 done\n");
	errs(GETS_A, UP "R thief 1 +whatever <b/>\nB 1\nR thief 1 <a xmlns='n' x='1'/>\nE 1 done\n");
	errs(GETS_A, UP "O peer 2 in\nR peer 2 +header " H "\nR peer 2 +own-dialback <db:verify/>\n"
	     "B 1\nR thief 1 <a xmlns='n' x='1'/>\nE 1 done\n");
	passes(GETS_A, UP "O peer 2 in\nR peer 2 +header " H "\nR peer 2 +own-dialback <db:result>k</db:result>\n"
	       "B 1\nR thief 1 <a xmlns='n' x='1'/>\nE 1 done\n");
	passes(GETS_A, UP "R thief 1 +features <stream:features/>\n"
	       "B 1\nR thief 1 <a xmlns='n' x='1'/>\nE 1 done\n");
	/* a stanza on a stream that was opened for a fence is not hidden by it */
	fails(GETS_A, UP "O peer 2 out\nR peer 2 +header " H "\nR peer 2 +fence " M("q") "\n"
	      "B 1\nR thief 1 <a xmlns='n' x='1'/>\nE 1 done\n", CLASS_SURPLUS, 0);
}
END_TEST

/* --- streams and connections ------------------------------------------------------- */

START_TEST(streams_begin_with_headers)
{
	fails(GETS_A, "O thief 1 out\nB 1\nR thief 1 <a xmlns='n' x='1'/>\nE 1 done\n",
	      CLASS_WRONG_ANSWER, 0);
	fails(GETS_A, UP "T thief 1\nB 1\nR thief 1 tls <a xmlns='n' x='1'/>\nE 1 done\n",
	      CLASS_WRONG_ANSWER, 0);
	errs(GETS_A, UP "B 1\nR thief 1 tls <a xmlns='n' x='1'/>\nE 1 done\n");
	errs(GETS_A, UP "K thief 1 fin\nB 1\nR thief 1 <a xmlns='n' x='1'/>\nE 1 done\n");
	errs(GETS_A, "B 1\nR thief 1 <a xmlns='n' x='1'/>\nE 1 done\n");
	fails(GETS_A, UP "B 1\nR thief 1 <a xmlns='n' x='1'/>\nE 1 done\nS thief 1 0 " DOWN "\n"
	      "R thief 1 </s:stream>\n", CLASS_WRONG_ANSWER, 0);
}
END_TEST

/* A stream is one document (RFC 6120 4.2): a prefix holds from where it was declared. */
START_TEST(what_a_header_declares_holds_behind_it)
{
	static const char gets[] = "  juliet gets [R-1]\n    | <message><a xmlns='n'/></message>\n";
	static const char bare[] = "  thief gets [R-1]\n    | <stream:features><a xmlns='n'/></stream:features>\n";
	static const char opens[] = "O juliet 1 out\nR juliet 1 +header <stream:stream xmlns:p='n' "
		"xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' id='i1'>\nB 1\n";
	char log[1000];

	snprintf(log, sizeof log, "%sR juliet 1 <message><p:a/></message>\nE 1 done\n", opens);
	passes(gets, log);
	snprintf(log, sizeof log, "%sR juliet 1 <message><q:a/></message>\nE 1 failed\n", opens);
	fails(gets, log, CLASS_WRONG_ANSWER, 1);
	/* no prefix at all (RFC 6120 4.8.5) */
	passes(bare, "O thief 1 out\nR thief 1 +header <stream xmlns='http://etherx.jabber.org/streams' "
	       "id='i1'>\nB 1\nR thief 1 <features><a xmlns='n'/></features>\nE 1 done\n");
	/* it holds on its own connection alone, and until the next header */
	snprintf(log, sizeof log, "%sO juliet 2 out\nR juliet 2 <message><p:a/></message>\nE 1 failed\n",
	         opens);
	fails(gets, log, CLASS_WRONG_ANSWER, 1);
	snprintf(log, sizeof log, "%sT juliet 1\nR juliet 1 +header tls " H "\n"
	         "R juliet 1 tls <message><p:a/></message>\nE 1 failed\n", opens);
	fails(gets, log, CLASS_WRONG_ANSWER, 1);
}
END_TEST

/* RFC 6121 8.5.2.1.1: blamed for itself, and the step has what it is about. */
START_TEST(a_message_to_an_account_stays_as_it_was_addressed)
{
	static const char gets[] = "  juliet gets [R-1]\n    | <message to='juliet@iut.example' id='m'/>\n";
	static const char full[] = "  juliet gets [R-1]\n    | <message to='juliet@iut.example/a' id='m'/>\n";
	static const char up[] = "O juliet 1 out\nR juliet 1 +header " H "\nB 1\n";
	char log[1000];

	snprintf(log, sizeof log, "%sR juliet 1 <message to='juliet@iut.example' id='m'/>\nE 1 done\n", up);
	passes(gets, log);
	snprintf(log, sizeof log, "%sR juliet 1 <message to='Juliet@iut.example/a' id='m'/>\nE 1 done\n", up);
	fails(gets, log, CLASS_WRONG_ANSWER, 0);
	snprintf(log, sizeof log, "%sR juliet 1 <message to='juliet@iut.example/a' id='m'/>\nE 1 done\n", up);
	passes(full, log);
	snprintf(log, sizeof log, "%sR juliet 1 <message to='juliet@iut.example/a' id='n'/>\nE 1 failed\n", up);
	fails(gets, log, CLASS_WRONG_ANSWER, 1);
	snprintf(log, sizeof log, "%sR juliet 1 <message to='romeo@iut.example/a' id='m'/>\nE 1 failed\n", up);
	fails(gets, log, CLASS_WRONG_ANSWER, 1);
	/* on the link nobody has a resource to give */
	fails(gets, LINK "B 1\nR juliet 1 tls <message to='juliet@iut.example/a' id='m'/>\nE 1 failed\n",
	      CLASS_WRONG_ANSWER, 1);
}
END_TEST

START_TEST(headers_and_features)
{
	static const char header[] = "  thief gets a header [R-1]\n    | <stream:stream id='{any}' version='1.0'>\n";
	static const char only[] = "  thief gets nothing but starttls [R-1]\n";

	passes(header, UP "B 1\nE 1 done\n");
	fails(header, "O thief 1 out\nR thief 1 +header <stream:stream "
	      "xmlns:stream='http://etherx.jabber.org/streams' id='i1'>\nB 1\nE 1 failed\n",
	      CLASS_WRONG_ANSWER, 1);
	fails(header, "O thief 1 out\nB 1\nE 1 timeout\n", CLASS_NO_ANSWER, 1);
	passes(only, UP "R thief 1 +features <stream:features><starttls/></stream:features>\n"
	       "B 1\nE 1 done\n");
	fails(only, UP "R thief 1 +features <stream:features><starttls/><x/></stream:features>\n"
	      "B 1\nE 1 failed\n", CLASS_WRONG_ANSWER, 1);
	fails(only, UP "R thief 1 +features <stream:features/>\nB 1\nE 1 failed\n",
	      CLASS_WRONG_ANSWER, 1);
	fails(only, UP "B 1\nE 1 timeout\n", CLASS_NO_ANSWER, 1);
}
END_TEST

/* R6120-4.4-4: what was waited for on one connection says nothing of another. */
START_TEST(who_waits_for_an_end_waits_on_one_connection)
{
	static const char steps[] = "  thief is closed [R-1]\nthen\n  thief gets [R-1]\n    | </stream:stream>\n";
	static const char up[] = UP "T thief 1\nR thief 1 +header tls " H "\n"
		"O thief 2 out\nT thief 2\nR thief 2 +header tls " H "\nS thief 1 1 " H "\nB 1\n";
	char log[2000];

	snprintf(log, sizeof log, "%sR thief 1 tls " DOWN "\nK thief 1 fin notified\nE 1 done\n"
	         "B 2\nR thief 2 tls " DOWN "\nE 2 done\nK thief 2 fin not notified\n", up);
	passes(steps, log);
	snprintf(log, sizeof log, "%sR thief 1 tls " DOWN "\nK thief 1 fin not notified\nE 1 done\n"
	         "B 2\nR thief 2 tls " DOWN "\nE 2 done\nK thief 2 fin notified\n", up);
	fails(steps, log, CLASS_WRONG_ANSWER, 0);
}
END_TEST

START_TEST(open_and_closed)
{
	static const char closed[] = "  thief is closed [R-1]\n";
	static const char open[] = "  thief is still open [R-1]\n";
	static const char tcp[] = "  thief sees tcp end [R-1]\n";

	passes(closed, UP "B 1\nK thief 1 fin\nE 1 done\n");
	passes(closed, UP "B 1\nR thief 1 " DOWN "\nE 1 done\n");
	/* with the error that says why */
	passes(closed, UP "B 1\nR thief 1 <stream:error/>\nR thief 1 " DOWN "\nE 1 done\n");
	/* but one */
	fails(closed, UP "B 1\nR thief 1 <stream:error/>\nR thief 1 <stream:error/>\n"
	      "R thief 1 " DOWN "\nE 1 done\n", CLASS_SURPLUS, 0);
	fails(closed, UP "B 1\nE 1 timeout\n", CLASS_NOT_CLOSED, 1);
	errs(closed, UP "B 1\nK thief 1 local\nE 1 done\n");
	passes(tcp, UP "B 1\nR thief 1 " DOWN "\nK thief 1 fin\nE 1 done\n");
	fails(tcp, UP "B 1\nR thief 1 " DOWN "\nE 1 timeout\n", CLASS_NOT_CLOSED, 1);
	fails(tcp, UP "B 1\nK thief 1 reset\nE 1 failed\n", CLASS_WRONG_ANSWER, 1);
	passes(tcp, UP "T thief 1\nB 1\nK thief 1 fin notified\nE 1 done\n");
	fails(tcp, UP "T thief 1\nB 1\nK thief 1 fin not notified\nE 1 failed\n",
	      CLASS_WRONG_ANSWER, 1);
	fails(tcp, UP "T thief 1\nB 1\nK thief 1 fin\nE 1 failed\n", CLASS_WRONG_ANSWER, 1);
	passes(open, UP "B 1\nE 1 done\n");
	fails(open, UP "B 1\nK thief 1 reset\nE 1 failed\n", CLASS_REFUSED, 1);
	errs(open, UP "B 1\nK thief 1 reset\nE 1 done\n");
	inconclusive(open, UP "B 1\nE 1 timeout\n", 1);
}
END_TEST

START_TEST(arrivals)
{
	static const char both[] = "  peer is connected [R-1]\n  peer is dialled\n";

	passes(both, "B 1\nO peer 1 in\nE 1 done\nB 2\nR peer 1 +header " H "\nE 2 done\n");
	fails(both, "B 1\nE 1 timeout\nE 2 skipped\n", CLASS_NO_ANSWER, 1);
	is(both, "B 1\nO peer 1 in\nE 1 done\nB 2\nE 2 timeout\n", VERDICT_INCONC,
	   CLASS_NO_ANSWER, 2);
	/* one connection cannot be two */
	errs("  peer is dialled [R-1]\n  peer is dialled\n",
	     "B 1\nO peer 1 in\nR peer 1 +header " H "\nE 1 done\nB 2\nE 2 done\n");
	/* nor is one that only asks the authority a dialling */
	fails("  peer is dialled [R-1]\n", "O peer 1 in\nR peer 1 +header " H "\n"
	      "R peer 1 +dialback <db:verify from='a' to='b' id='c'>k</db:verify>\nB 1\nE 1 timeout\n",
	      CLASS_NO_ANSWER, 1);
	/* nor one whose header is left unanswered */
	fails("  peer is dialled [R-1]\n", "O peer 1 in\nR peer 1 +silence " H "\nB 1\nE 1 timeout\n",
	      CLASS_NO_ANSWER, 1);
	/* nor one that goes out */
	fails("  peer is connected [R-1]\n", "O peer 1 out\nB 1\nE 1 timeout\n",
	      CLASS_NO_ANSWER, 1);
}
END_TEST

START_TEST(how_calls_follow_each_other)
{
	static const char apart[] = "  peer is called 3 times over 200ms [R-1]\n";
	static const char slower[] = "  peer turns away 3 calls until they pause for 200ms [R-1]\n";

	passes(apart, "B 1\nO peer 1 in\nO peer 2 in\nA 200000\nO peer 3 in\nE 1 done\n");
	fails(apart, "B 1\nO peer 1 in\nO peer 2 in\nA 199999\nO peer 3 in\nE 1 failed\n",
	      CLASS_WRONG_ANSWER, 1);
	errs(apart, "B 1\nO peer 1 in\nO peer 2 in\nA 199999\nO peer 3 in\nE 1 done\n");
	errs(apart, "B 1\nO peer 1 in\nO peer 2 in\nA 200000\nO peer 3 in\nE 1 failed\n");
	fails(apart, "B 1\nO peer 1 in\nA 200000\nO peer 2 in\nE 1 timeout\n",
	      CLASS_NO_ANSWER, 1);
	/* What another step has had is no call of this one. */
	fails("  peer is connected [R-1]\n  peer is called 2 times over 1ms [R-1]\n",
	      "B 1\nO peer 1 in\nE 1 done\nB 2\nA 9000\nO peer 2 in\nE 2 timeout\n",
	      CLASS_NO_ANSWER, 2);
	fails("  peer drops every connection\n  peer is called 2 times over 1ms [R-1]\n",
	      "O peer 1 in\nB 1\nK peer 1 local\nE 1 done\nB 2\nA 9000\nO peer 2 in\nE 2 timeout\n",
	      CLASS_NO_ANSWER, 2);
	passes(slower, "B 1\nO peer 1 in\nK peer 1 local\nA 100000\nO peer 2 in\nK peer 2 local\n"
	               "A 300000\nO peer 3 in\nE 1 done\n");
	fails(slower, "B 1\nO peer 1 in\nA 300000\nO peer 2 in\nA 600000\nO peer 3 in\nE 1 failed\n",
	      CLASS_WRONG_ANSWER, 1);
	fails(slower, "B 1\nO peer 1 in\nA 1000\nO peer 2 in\nA 3000\nO peer 3 in\nE 1 failed\n",
	      CLASS_WRONG_ANSWER, 1);
}
END_TEST

START_TEST(a_sign_of_life)
{
	static const char one[] = "  thief gets white space [R-1]\n";
	static const char two[] = "  thief gets white space\n  thief gets white space [R-1]\n";

	passes(one, UP "B 1\nR thief 1 _\nE 1 done\n");
	fails(one, UP "B 1\nE 1 timeout\n", CLASS_NO_ANSWER, 1);
	fails(two, UP "B 1\nR thief 1 _\nE 1 done\nB 2\nE 2 timeout\n", CLASS_NO_ANSWER, 2);
}
END_TEST

START_TEST(tls)
{
	static const char fails_it[] = "  thief fails the tls handshake [R-1]\n";
	static const char sees[] = "  thief sees a certificate for iut.example [R-1]\n";

	passes(fails_it, UP "B 1\nK thief 1 tls-failed\nE 1 done\n");
	fails(fails_it, UP "B 1\nT thief 1\nE 1 timeout\n", CLASS_ACCEPTED, 1);
	passes(sees, UP "T thief 1 other.example srv:_xmpp-server.IUT.example\nB 1\nE 1 done\n");
	fails(sees, UP "T thief 1 xiut.example\nB 1\nE 1 failed\n", CLASS_WRONG_ANSWER, 1);
	fails(sees, UP "B 1\nE 1 failed\n", CLASS_NO_ANSWER, 1);
	/* Another connection is being set up while the step looks at the first. */
	passes(sees, UP "T thief 1 iut.example\nO thief 2 in\nB 1\nE 1 done\n");
	fails(sees, UP "T thief 1 iut.example\nO thief 2 in\nR thief 2 +header " H "\nB 1\nE 1 failed\n",
	      CLASS_NO_ANSWER, 1);
}
END_TEST

START_TEST(protocols)
{
	static const char agrees[] = "  thief agrees on alpn xmpp-server [R-1]\n";
	static const char no[] = "  thief agrees on alpn none [R-1]\n";
	static const char called[] = "  peer is called as peer.example [R-1]\n";

	passes(agrees, UP "T thief 1 +alpn=xmpp-server a.example\nB 1\nE 1 done\n");
	fails(agrees, UP "T thief 1 +alpn=xmpp-client a.example\nB 1\nE 1 failed\n",
	      CLASS_WRONG_ANSWER, 1);
	fails(agrees, UP "T thief 1 +sni=xmpp-server a.example\nB 1\nE 1 failed\n",
	      CLASS_WRONG_ANSWER, 1);
	fails(agrees, UP "B 1\nE 1 failed\n", CLASS_NO_ANSWER, 1);
	passes(no, UP "T thief 1 +sni=x.example a.example\nB 1\nE 1 done\n");
	fails(no, UP "T thief 1 +alpn=xmpp-server a.example\nB 1\nE 1 failed\n",
	      CLASS_WRONG_ANSWER, 1);
	passes(called, "O peer 1 in\nT peer 1 +sni=peer.example a.example\nB 1\nE 1 done\n");
	fails(called, "O peer 1 in\nT peer 1 +sni=a.example a.example\nB 1\nE 1 failed\n",
	      CLASS_WRONG_ANSWER, 1);
	fails(called, "O peer 1 in\nT peer 1 +alpn=peer.example a.example\nB 1\nE 1 failed\n",
	      CLASS_WRONG_ANSWER, 1);
}
END_TEST

/* --- users, and the link ------------------------------------------------------------ */

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

/* --- what steps do --------------------------------------------------------------------------- */

START_TEST(deeds_leave_traces)
{
	static const char stream[] = "  thief opens a stream to iut.example\n  thief is still open [R-1]\n";

	is(stream, "B 1\n" UP "E 1 done\nB 2\nE 2 done\n", VERDICT_PASS, CLASS_NONE, 2);
	errs(stream, "B 1\nO thief 1 out\nE 1 done\nB 2\nE 2 done\n");
	inconclusive(stream, "B 1\nO thief 1 out\nE 1 timeout\nE 2 skipped\n", 2);
	errs("  thief starts tls\n  thief is still open [R-1]\n", UP "B 1\nE 1 done\nB 2\nE 2 done\n");
	errs("  thief completes dialback\n  thief is still open [R-1]\n",
	     UP "B 1\nE 1 done\nB 2\nE 2 done\n");
	/* each of its own */
	errs("  thief completes dialback\n  thief completes dialback from a.example to iut.example\n"
	     "  thief is still open [R-1]\n",
	     UP "B 1\nR thief 1 +dialback <db:result type='valid'/>\nE 1 done\nB 2\nE 2 done\n"
	     "B 3\nE 3 done\n");
	errs("  thief authenticates by external\n  thief is still open [R-1]\n",
	     UP "B 1\nE 1 done\nB 2\nE 2 done\n");
	errs("  juliet pings a@x.example\n  iut is still running [R-1]\n",
	     "B 1\nE 1 done\nB 2\nE 2 done\n");
	errs("  iut is reloaded without x.example\n  iut is still running [R-1]\n",
	     "B 1\nE 1 done\nB 2\nE 2 done\n");
}
END_TEST

UNIT("rules", units_come_in_order, each_number_comes_once, untagged_expectations_make_inconclusive,
     classes_of_wrong_answers, names_must_agree, tolerances, automation_must_fit,
     streams_begin_with_headers, what_a_header_declares_holds_behind_it,
     a_message_to_an_account_stays_as_it_was_addressed,
     headers_and_features, who_waits_for_an_end_waits_on_one_connection, open_and_closed, arrivals,
     how_calls_follow_each_other, a_sign_of_life, tls, protocols, users_hear,
     users_hear_what_was_said_as_it_was, presence_is_for_who_it_is_addressed_to, users_are_told,
     the_gateway_is_told, deeds_leave_traces)
