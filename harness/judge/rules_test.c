/* Each verb's rule, on logs written by hand: one that is right, and one for
 * each way in which it can be wrong. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "judge/judge.h"
#include "lib/buf.h"
#include "lib/unit.h"

#define EVENTS_MOST 64

static const char head[] =
	"test RT-01\ntitle t\nproves R-1\ncontrol none\nkills m\nbudget 8s\n"
	"cast\n"
	"  iut    is sut at iut.example\n"
	"  juliet is inside-user at iut.example\n"
	"  romeo  is xmpp-user at far.example on prosody\n"
	"  peer   is scripted-server at peer.example\n"
	"  thief  is scripted-dialler claiming peer.example\n"
	"  gw     is gateway\n"
	"  fe     is front-end at iut.example\n"
	"act\n";

/* The log, one event a line; `case` and `stop` are added:
 *   B STEP | E STEP HOW             begin, end
 *   O ACTOR CONN in|out             open
 *   T ACTOR CONN [+ALPN] [NAMES]    TLS is on
 *   R ACTOR CONN [+AUTO] [tls] XML  received; XML "_" is a space
 *   S ACTOR CONN STEP XML           sent
 *   K ACTOR CONN HOW                close
 *   D TYPE NAME                     DNS
 *   I STEP NAME VALUE               bind
 *   F ACTOR STEP sent|arrived       fence F with nonce n0nce
 *   X ACTOR STEP                    drained
 *   P ACTOR WHAT VALUE              process
 *   M STEP KIB                      memory
 *   C STEP WORD                     what a check said */
struct log {
	struct event event[EVENTS_MOST];
	size_t n;
	char *text;			/* that the events point into */
};

static char *word(char **at)
{
	char *from = *at;

	*at += strcspn(*at, " ");
	if (**at == ' ')
		*(*at)++ = '\0';
	return from;
}

static enum event_unit unit_of(const char *xml)
{
	if (strcmp(xml, "_") == 0)
		return UNIT_SPACE;
	if (strncmp(xml, "</", 2) == 0)
		return UNIT_STREAM_END;
	if (*xml != '<')
		return UNIT_RAW;
	return strncmp(xml, "<stream:stream", 14) == 0 ? UNIT_HEADER : UNIT_ELEMENT;
}

static unsigned number(char **at)
{
	return (unsigned)strtoul(word(at), NULL, 10);
}

static void read_unit(struct event *e, char *at)
{
	e->actor = word(&at);
	e->conn = number(&at);
	if (e->kind == EVENT_SENT)
		e->step = number(&at);
	if (*at == '+') {
		at++;
		e->auto_ = word(&at);
	}
	if (strncmp(at, "tls ", 4) == 0) {
		e->tls = true;
		at += 4;
	}
	e->unit = unit_of(at);
	e->text = view_of(at);
}

static void read_line(struct event *e, char *at)
{
	char kind = *word(&at);

	switch (kind) {
	case 'B': case 'E':
		e->kind = kind == 'B' ? EVENT_BEGIN : EVENT_END;
		e->step = number(&at);
		e->value = kind == 'E' ? at : NULL;
		break;
	case 'O': case 'K':
		e->kind = kind == 'O' ? EVENT_OPEN : EVENT_CLOSE;
		e->actor = word(&at);
		e->conn = number(&at);
		*(kind == 'O' ? &e->name : &e->value) = at;
		break;
	case 'T':
		e->kind = EVENT_SECURE;
		e->actor = word(&at);
		e->conn = number(&at);
		e->name = "TLSv1.3";
		if (*at == '+')
			e->text = view_of(word(&at) + 1);
		e->value = at;
		break;
	case 'R': case 'S':
		e->kind = kind == 'R' ? EVENT_RECV : EVENT_SENT;
		read_unit(e, at);
		break;
	case 'D':
		e->kind = EVENT_DNS;
		e->name = word(&at);
		e->value = at;
		break;
	case 'I':
		e->kind = EVENT_BIND;
		e->step = number(&at);
		e->name = word(&at);
		e->value = at;
		break;
	case 'F': case 'X':
		e->kind = kind == 'F' ? EVENT_FENCE : EVENT_DRAINED;
		e->actor = word(&at);
		e->step = number(&at);
		e->name = kind == 'F' ? "F" : NULL;
		e->value = kind == 'F' ? "n0nce" : NULL;
		e->text = view_of(at);
		break;
	case 'P':
		e->kind = EVENT_PROCESS;
		e->actor = word(&at);
		e->name = word(&at);
		e->value = at;
		break;
	case 'M': case 'C': case 'U': case 'Q':
		e->kind = EVENT_MEASURE;
		e->step = number(&at);
		e->name = kind == 'M' ? "rss-kib" : kind == 'U' ? "cpu-us" :
		          kind == 'C' ? "check" : "operator";
		e->value = at;
		break;
	default:
		ck_abort_msg("a line that begins with %c", kind);
	}
}

static void read_log(struct log *l, const char *text)
{
	char *rest, *end;

	memset(l, 0, sizeof *l);
	l->text = strdup(text);
	l->event[l->n++] = (struct event){ .kind = EVENT_CASE, .name = "RT-01" };
	for (rest = l->text; *rest != '\0'; rest = end + 1) {
		end = strchr(rest, '\n');
		ck_assert_ptr_nonnull(end);
		*end = '\0';
		ck_assert_uint_lt(l->n, EVENTS_MOST - 1);
		read_line(&l->event[l->n++], rest);
	}
	l->event[l->n++] = (struct event){ .kind = EVENT_STOP, .value = "complete" };
	for (size_t i = 0; i < l->n; i++)
		l->event[i].n = i + 1;
}

static struct scenario *scenario_of(const char *steps)
{
	char path[] = "/tmp/RT-01-XXXXXX.scn";
	int fd = mkstemps(path, 4);
	struct fault f = { 0 };
	struct scenario *s;

	ck_assert_int_ge(fd, 0);
	ck_assert(write(fd, head, sizeof head - 1) == (ssize_t)sizeof head - 1 &&
	          write(fd, steps, strlen(steps)) == (ssize_t)strlen(steps));
	close(fd);
	s = scenario_load(path, NULL, &f);
	unlink(path);
	ck_assert_msg(s != NULL, "%s\n%u:%u: %s", steps, f.line, f.column, f.text);
	return s;
}

/* Verdict of the case, and a finding of that class about that step. */
static void is(const char *steps, const char *log, enum verdict v, enum fail_class k,
               unsigned step)
{
	struct scenario *s = scenario_of(steps);
	struct judgement j;
	struct log l;
	bool found = false;

	read_log(&l, log);
	judge(s->cases[0], &(struct history){ l.event, l.n, NULL }, &j);
	ck_assert_msg(j.verdict == v, "%s, not %s: %s\n%s", verdict_word(j.verdict), verdict_word(v),
	              j.n_finding > 0 ? j.finding[j.n_finding - 1].words : "", log);
	for (size_t i = 0; i < j.n_finding; i++)
		found = found || (j.finding[i].class_ == k && j.finding[i].step == step &&
		                  (v == VERDICT_ERROR || j.finding[i].verdict == v));
	ck_assert_msg(found || v == VERDICT_ERROR, "no finding %s of step %u\n%s", class_word(k),
	              step, log);
	judgement_free(&j);
	scenario_free(&s);
	free(l.text);
}

static void passes(const char *steps, const char *log)
{
	is(steps, log, VERDICT_PASS, CLASS_NONE, 1);
}

static void fails(const char *steps, const char *log, enum fail_class k, unsigned step)
{
	is(steps, log, VERDICT_FAIL, k, step);
}

static void errs(const char *steps, const char *log)
{
	is(steps, log, VERDICT_ERROR, CLASS_NONE, 0);
}

static void inconclusive(const char *steps, const char *log, unsigned step)
{
	is(steps, log, VERDICT_INCONC, CLASS_NONE, step);
}

#define H "<stream:stream xmlns:stream='http://etherx.jabber.org/streams' " \
	"xmlns:db='jabber:server:dialback' id='i1' version='1.0'>"
#define UP "O thief 1 out\nR thief 1 +header " H "\n"		/* a stream is open */
#define DOWN "</stream:stream>"
#define M(id) "<message from='a@x.example' to='juliet@iut.example' id='" id "'><body>hi</body></message>"
#define LINK "O gw 1 out\nT gw 1 edge\nR gw 1 +header tls " H "\n"

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
	passes(sees, UP "T thief 1 iut.example\nO thief 2 in\nB 1\nE 1 done\nT thief 2 x.example\n");
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
}
END_TEST

UNIT("rules", units_come_in_order, untagged_expectations_make_inconclusive,
     classes_of_wrong_answers, names_must_agree, tolerances, automation_must_fit,
     streams_begin_with_headers, headers_and_features, open_and_closed, arrivals, tls, protocols, users_hear,
     users_hear_what_was_said_as_it_was, presence_is_for_who_it_is_addressed_to,
     users_are_told, the_gateway_is_told, names_are_asked_for, processes, memory, processor_time,
     checks, what_operators_are_told, draining,
     nothing_before_the_fence, fences_must_have_stood, a_name_without_value_proves_nothing,
     no_second_one, nothing_in_clear, no_dns_and_no_connection, no_line_end, deeds_leave_traces)
