/* The rules of streams and connections, on logs written by hand. */
#include "judge/history_for_tests.h"

#define GETS_A "  thief gets [R-1]\n    | <a xmlns='n' x='1'/>\n"

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

UNIT("rules_connection", streams_begin_with_headers, what_a_header_declares_holds_behind_it,
     a_message_to_an_account_stays_as_it_was_addressed, headers_and_features,
     who_waits_for_an_end_waits_on_one_connection, open_and_closed, arrivals,
     how_calls_follow_each_other, a_sign_of_life, tls, protocols)
