/* history_for_tests.h - logs written by hand, and what the judge makes of them.
 *
 * For tests of rules: one log that is right, and one for each way in which it
 * can be wrong.
 */
#ifndef HARNESS_JUDGE_HISTORY_FOR_TESTS_H
#define HARNESS_JUDGE_HISTORY_FOR_TESTS_H

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "judge/judge.h"
#include "lib/buf.h"
#include "lib/unit.h"

#define EVENTS_MOST 64

static const char history_head[] =
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
 *   A MICROSECONDS                  the time of the events that follow
 *   B STEP | E STEP HOW             begin, end
 *   O ACTOR CONN in|out             open
 *   T ACTOR CONN [+ALPN] [NAMES]    TLS is on
 *   R ACTOR CONN [+AUTO] [tls] XML  received; XML "_" is a space
 *   S ACTOR CONN STEP XML           sent
 *   K ACTOR CONN HOW [TEXT]         close
 *   D TYPE NAME                     DNS
 *   I STEP NAME VALUE               bind
 *   F ACTOR STEP sent|arrived       fence F with nonce n0nce
 *   X ACTOR STEP                    drained
 *   P ACTOR WHAT VALUE              process
 *   M STEP KIB                      memory
 *   U STEP MICROSECONDS             CPU time
 *   C STEP WORD                     what a check said
 *   Q STEP WORDS                    what the operator was told
 *   N STEP NAME NUMBER              what was counted, or printed */
struct log {
	struct event event[EVENTS_MOST];
	size_t n;
	char *text;			/* that the events point into */
};

static inline char *word(char **at)
{
	char *from = *at;

	*at += strcspn(*at, " ");
	if (**at == ' ')
		*(*at)++ = '\0';
	return from;
}

static inline enum event_unit unit_of(const char *xml)
{
	if (strcmp(xml, "_") == 0)
		return UNIT_SPACE;
	if (strncmp(xml, "</", 2) == 0)
		return UNIT_STREAM_END;
	if (*xml != '<')
		return UNIT_RAW;
	return strncmp(xml, "<stream:stream", 14) == 0 || strncmp(xml, "<stream ", 8) == 0 ? UNIT_HEADER
	                                                                             : UNIT_ELEMENT;
}

static inline unsigned number(char **at)
{
	return (unsigned)strtoul(word(at), NULL, 10);
}

static inline void read_unit(struct event *e, char *at)
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

static inline void read_line(struct event *e, char *at)
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
		*(kind == 'O' ? &e->name : &e->value) = word(&at);
		e->text = view_of(at);
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
	case 'M': case 'U': case 'C': case 'Q': case 'N':
		e->kind = EVENT_MEASURE;
		e->step = number(&at);
		e->name = kind == 'M' ? "rss-kib" : kind == 'U' ? "cpu-us" :
		          kind == 'C' ? "check" : kind == 'Q' ? "operator" : word(&at);
		e->value = at;
		break;
	default:
		ck_abort_msg("a line that begins with %c", kind);
	}
}

static inline void read_log(struct log *l, const char *text)
{
	char *rest, *end;
	unsigned long now = 0;

	memset(l, 0, sizeof *l);
	l->text = strdup(text);
	l->event[l->n++] = (struct event){ .kind = EVENT_CASE, .name = "RT-01" };
	for (rest = l->text; *rest != '\0'; rest = end + 1) {
		end = strchr(rest, '\n');
		ck_assert_ptr_nonnull(end);
		*end = '\0';
		ck_assert_uint_lt(l->n, EVENTS_MOST - 1);
		if (strncmp(rest, "A ", 2) == 0) {
			now = strtoul(rest + 2, NULL, 10);
			continue;
		}
		l->event[l->n].t_us = now;
		read_line(&l->event[l->n++], rest);
	}
	l->event[l->n++] = (struct event){ .t_us = now, .kind = EVENT_STOP, .value = "complete" };
	for (size_t i = 0; i < l->n; i++)
		l->event[i].n = i + 1;
}

static inline struct scenario *scenario_of(const char *steps)
{
	char path[] = "/tmp/RT-01-XXXXXX.scn";
	int fd = mkstemps(path, 4);
	struct fault f = { 0 };
	struct scenario *s;

	ck_assert_int_ge(fd, 0);
	ck_assert(write(fd, history_head, sizeof history_head - 1) == (ssize_t)sizeof history_head - 1 &&
	          write(fd, steps, strlen(steps)) == (ssize_t)strlen(steps));
	close(fd);
	s = scenario_load(path, NULL, &f);
	unlink(path);
	ck_assert_msg(s != NULL, "%s\n%u:%u: %s", steps, f.line, f.column, f.text);
	return s;
}

/* Verdict of the case, and a finding of that class about that step. */
static inline void is(const char *steps, const char *log, enum verdict v, enum fail_class k,
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

static inline void passes(const char *steps, const char *log)
{
	is(steps, log, VERDICT_PASS, CLASS_NONE, 1);
}

static inline void fails(const char *steps, const char *log, enum fail_class k, unsigned step)
{
	is(steps, log, VERDICT_FAIL, k, step);
}

static inline void errs(const char *steps, const char *log)
{
	is(steps, log, VERDICT_ERROR, CLASS_NONE, 0);
}

static inline void inconclusive(const char *steps, const char *log, unsigned step)
{
	is(steps, log, VERDICT_INCONC, CLASS_NONE, step);
}

#define H "<stream:stream xmlns:stream='http://etherx.jabber.org/streams' " \
	"xmlns:db='jabber:server:dialback' id='i1' version='1.0'>"
#define UP "O thief 1 out\nR thief 1 +header " H "\n"		/* a stream is open */
#define DOWN "</stream:stream>"
#define M(id) "<message from='a@x.example' to='juliet@iut.example' id='" id "'><body>hi</body></message>"
#define LINK "O gw 1 out\nT gw 1 edge\nR gw 1 +header tls " H "\n"

#endif
