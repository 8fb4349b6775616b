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

UNIT("rules", units_come_in_order, each_number_comes_once,
     untagged_expectations_make_inconclusive, classes_of_wrong_answers, names_must_agree,
     tolerances, automation_must_fit, deeds_leave_traces)
