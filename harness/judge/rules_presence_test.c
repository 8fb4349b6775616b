/* The rules of presence between users (rules_presence.c). */
#include "judge/history_for_tests.h"

#define JULIET(rest) "R romeo 1 tls <presence from='juliet@iut.example" rest "\n"
#define YES JULIET("' to='romeo@far.example' type='subscribed' id='a'/>")
#define SHOWN JULIET("/pc' to='romeo@far.example/r' id='b'/>")
#define ASKS "O romeo 1 out\nT romeo 1 far\nR romeo 1 +header tls " H "\nB 1\n" \
	"S romeo 1 1 <presence from='romeo@far.example' to='juliet@iut.example' type='subscribe'/>\nE 1 done\n"

static const char watches[] = "  romeo subscribes to juliet@iut.example\n"
                              "  romeo is approved by juliet@iut.example [R-1]\n"
                              "  romeo sees juliet@iut.example as available [R-1]\n";

START_TEST(presence_comes_behind_the_approval)
{
	is(watches, ASKS "B 2\n" YES "E 2 done\nB 3\n" SHOWN "E 3 done\n", VERDICT_PASS, CLASS_NONE, 3);
	/* Both at once: the second step begins when they are there. */
	is(watches, ASKS "B 2\n" YES SHOWN "E 2 done\nB 3\nE 3 done\n", VERDICT_PASS, CLASS_NONE, 3);
	/* What was shown before counts for nothing: passed over, and not seen. */
	fails(watches, ASKS "B 2\n" SHOWN YES "E 2 done\nB 3\nE 3 timeout\n", CLASS_NO_ANSWER, 3);
	is(watches, ASKS "B 2\n" SHOWN YES "E 2 done\nB 3\n" SHOWN "E 3 done\n", VERDICT_PASS, CLASS_NONE, 3);
	/* A player that takes it for seen contradicts the judge. */
	errs(watches, ASKS "B 2\n" SHOWN YES "E 2 done\nB 3\nE 3 done\n");
}
END_TEST

UNIT("presence rules", presence_comes_behind_the_approval)
