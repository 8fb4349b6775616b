/* The rules of addresses, ports and sockets. */
#include "judge/history_for_tests.h"

START_TEST(where_it_calls_from)
{
	static const char from[] = "  peer is called from outside [R-1]\n";

	passes(from, "O peer 1 in\nB 1\nN 1 called-from outside\nE 1 done\n");
	fails(from, "O peer 1 in\nB 1\nN 1 called-from 10.0.1.9:4711\nE 1 failed\n",
	      CLASS_WRONG_ANSWER, 1);
	fails(from, "B 1\nE 1 timeout\n", CLASS_NO_ANSWER, 1);
	errs(from, "O peer 1 in\nB 1\nN 1 called-from 10.0.1.9:4711\nE 1 done\n");
}
END_TEST

START_TEST(where_nobody_listens)
{
	static const char refused[] = "  thief is refused a connection [R-1]\n";
	static const char later[] = "  thief opens a stream to iut.example\n"
	                            "  thief is refused a connection [R-1]\n";

	passes(refused, "B 1\nK thief 1 refused\nE 1 done\n");
	fails(refused, "B 1\nO thief 1 out\nE 1 failed\n", CLASS_ACCEPTED, 1);
	/* taken, and ended at once */
	fails(refused, "B 1\nO thief 1 out\nK thief 1 reset\nE 1 failed\n", CLASS_ACCEPTED, 1);
	fails(refused, "B 1\nE 1 timeout\n", CLASS_NO_ANSWER, 1);
	fails(refused, "B 1\nK peer 1 refused\nE 1 timeout\n", CLASS_NO_ANSWER, 1);
	errs(refused, "B 1\nO thief 1 out\nE 1 done\n");
	/* another of the same actor was taken before */
	is(later, "B 1\n" UP "E 1 done\nB 2\nK thief 2 refused\nE 2 done\n", VERDICT_PASS,
	   CLASS_NONE, 2);
}
END_TEST

START_TEST(what_sockets_there_are)
{
	static const char listens[] = "  iut listens at xmpp [R-1]\n";
	static const char some[] = "  iut has a connection at xmpp [R-1]\n";
	static const char none[] = "  iut has no connection at xmpp [R-1]\n";

	passes(listens, "B 1\nN 1 listening 1\nN 1 established 0\nE 1 done\n");
	fails(listens, "B 1\nN 1 listening 0\nN 1 established 1\nE 1 failed\n", CLASS_NO_ANSWER, 1);
	passes(some, "B 1\nN 1 listening 0\nN 1 established 2\nE 1 done\n");
	fails(some, "B 1\nN 1 listening 1\nN 1 established 0\nE 1 failed\n", CLASS_NO_ANSWER, 1);
	passes(none, "B 1\nN 1 listening 1\nN 1 established 0\nE 1 done\n");
	fails(none, "B 1\nN 1 listening 1\nN 1 established 1\nE 1 failed\n", CLASS_NOT_CLOSED, 1);
	errs(none, "B 1\nN 1 listening 1\nN 1 established 1\nE 1 done\n");
	/* nobody looked */
	inconclusive(none, "B 1\nE 1 failed\n", 1);
	inconclusive(none, "B 1\nN 1 listening 0\nE 1 failed\n", 1);
}
END_TEST

START_TEST(which_links_there_are)
{
	static const char has[] = "  iut has 2 links at edge [R-1]\n";
	static const char keeps[] = "  iut has 2 links at edge\nthen\n  iut keeps 1 links at edge [R-1]\n";
	static const char other[] = "  iut has 2 links at edge2\nthen\n  iut keeps 1 links at edge [R-1]\n";

	passes(has, "B 1\nN 1 links-edge 1024 1025\nE 1 done\n");
	fails(has, "B 1\nN 1 links-edge 1024\nE 1 timeout\n", CLASS_NO_ANSWER, 1);
	fails(has, "B 1\nN 1 links-edge \nE 1 timeout\n", CLASS_NO_ANSWER, 1);
	fails(has, "B 1\nN 1 links-edge 1024 1025 1026\nE 1 timeout\n", CLASS_WRONG_ANSWER, 1);
	inconclusive(has, "B 1\nN 1 links-edge2 1024 1025\nE 1 timeout\n", 1);

	passes(keeps, "B 1\nN 1 links-edge 1024 1025\nE 1 done\nB 2\nN 2 links-edge 1025 1026\nE 2 done\n");
	/* as many, and none of them is one of those */
	fails(keeps, "B 1\nN 1 links-edge 1024 1025\nE 1 done\nB 2\nN 2 links-edge 1026 102\nE 2 failed\n",
	      CLASS_NO_ANSWER, 2);
	fails(keeps, "B 1\nN 1 links-edge 1024 1025\nE 1 done\nB 2\nN 2 links-edge 1024 1025\nE 2 failed\n",
	      CLASS_WRONG_ANSWER, 2);
	inconclusive(keeps, "B 1\nN 1 links-edge 1024 1025\nE 1 done\nB 2\nE 2 failed\n", 2);
	inconclusive(other, "B 1\nN 1 links-edge2 1024 1025\nE 1 done\nB 2\nN 2 links-edge 1024\nE 2 done\n", 2);
}
END_TEST

UNIT("rules_net", where_it_calls_from, where_nobody_listens, what_sockets_there_are,
     which_links_there_are)
