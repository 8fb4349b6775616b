#include "ci/bench/floor_convert.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>

#include "lib/mem.h"

#define BRANCH  "z9hG4bK"
#define SENT_BY "floor.example:5060"

static void put_number(struct buf *out, size_t n)
{
	char text[20];
	size_t at = sizeof text;

	do
		text[--at] = (char)('0' + n % 10);
	while ((n /= 10) != 0);
	buf_put(out, text + at, sizeof text - at);
}

static size_t number(struct view v)
{
	size_t n = 0;

	for (; v.n > 0 && *v.p >= '0' && *v.p <= '9'; v = view_from(v, 1))
		n = n * 10 + (size_t)(*v.p - '0');
	return n;
}

/* What stands behind `before`, up to `end`; empty: not there. */
static struct view between(struct view v, struct view before, char end)
{
	size_t at = view_find(v, before);
	struct view found, rest;

	if (at == v.n)
		return (struct view){ NULL, 0 };
	view_cut(view_from(v, at + before.n), end, &found, &rest);
	return found;
}

/* --- XML ---------------------------------------------------------------------------- */

static const struct {
	char c;
	struct view form;
} forms[] = {
	{ '<', VIEW_INIT("&lt;") },   { '>', VIEW_INIT("&gt;") },
	{ '&', VIEW_INIT("&amp;") },  { '\'', VIEW_INIT("&apos;") },
	{ '"', VIEW_INIT("&quot;") },
};
enum { FORMS = sizeof forms / sizeof forms[0] };

static void escape(struct buf *out, struct view v)
{
	size_t from = 0;

	for (size_t i = 0; i < v.n; i++)
		if (v.p[i] <= '>') /* where all five are */
			for (size_t f = 0; f < FORMS; f++)
				if (v.p[i] == forms[f].c) {
					buf_put(out, v.p + from, i - from);
					buf_putv(out, forms[f].form);
					from = i + 1;
				}
	if (from < v.n)
		buf_put(out, v.p + from, v.n - from);
}

static void unescape(struct buf *out, struct view v)
{
	struct view plain, rest;

	while (view_cut(v, '&', &plain, &rest)) {
		buf_putv(out, plain);
		v = view_from(v, plain.n);
		for (size_t f = 0; f < FORMS; f++)
			if (view_starts(v, forms[f].form)) {
				buf_putc(out, forms[f].c);
				v = view_from(v, forms[f].form.n);
				break;
			}
		if (v.p == rest.p - 1) { /* no reference that it knows */
			buf_putc(out, '&');
			v = rest;
		}
	}
	buf_putv(out, plain);
}

/* --- from SIP to the link -------------------------------------------------------------- */

static struct buf *waiting; /* by id: the answer that is sent when it is handed */
static size_t n_waiting, cap_waiting;

/* The address in <sip:...>, without parameters. */
static void put_address(struct buf *out, struct view v)
{
	size_t n = 0;

	while (n < v.n && v.p[n] != '>' && v.p[n] != ';' && v.p[n] != ' ')
		n++;
	escape(out, (struct view){ v.p, n });
}

/* Reads the head once: what the answer copies, and who it is from. */
static void read_head(struct view head, struct buf *answer, struct view *from)
{
	struct view line, rest = head;

	buf_puts(answer, "SIP/2.0 200 OK\r\n");
	while (view_cut(rest, '\n', &line, &rest) && line.n > 1) {
		bool to = view_starts(line, VIEW("To:")),
		     is_from = view_starts(line, VIEW("From:"));

		if (is_from)
			*from = view_from(line, view_find(line, VIEW("sip:")) + 4);
		if (to) {
			buf_put(answer, line.p, line.n - 1);
			buf_puts(answer, ";tag=floor\r\n");
		} else if (is_from || view_starts(line, VIEW("Via:")) ||
		           view_starts(line, VIEW("Call-ID:")) ||
		           view_starts(line, VIEW("CSeq:"))) {
			buf_put(answer, line.p, line.n + 1);
		}
	}
	buf_puts(answer, "Content-Length: 0\r\n\r\n");
}

static void request(struct view message, struct buf *to_link)
{
	size_t end = view_find(message, VIEW("\r\n\r\n"));
	struct view from = { NULL, 0 };
	struct buf *answer;

	waiting = mem_grow(waiting, n_waiting, &cap_waiting, sizeof *waiting);
	answer = &waiting[n_waiting];
	*answer = (struct buf){ NULL, 0, 0, 0 };
	read_head((struct view){ message.p, end + 2 }, answer, &from);
	buf_puts(to_link, "<message from='");
	put_address(to_link, from);
	buf_puts(to_link, "' to='");
	put_address(to_link, view_from(message, sizeof "MESSAGE sip:" - 1));
	buf_puts(to_link, "' id='");
	put_number(to_link, n_waiting++);
	buf_puts(to_link, "'><body>");
	escape(to_link, view_from(message, end + 4));
	buf_puts(to_link, "</body></message>");
}

static void handed(struct view element, struct buf *to_sip)
{
	size_t id = number(between(element, VIEW(" id='"), '\''));

	if (id >= n_waiting)
		return;
	buf_putv(to_sip, buf_view(&waiting[id]));
	buf_free(&waiting[id]);
}

/* --- from the link to SIP ---------------------------------------------------------------- */

struct pending {
	struct pending *next;
	struct buf text;
};

static struct target { /* a user */
	char *name;    /* NULL: free */
	bool busy;     /* one is under way */
	struct pending *first, **last;
} targets[1024];
enum { TARGETS = sizeof targets / sizeof targets[0] };

static size_t taken, open; /* messages of the link: all, and those without an answer */
static bool asked;         /* <r/> */

static size_t target_of(struct view name)
{
	uint32_t h = 2166136261u; /* FNV-1a */
	size_t t;

	for (size_t i = 0; i < name.n; i++)
		h = (h ^ (unsigned char)name.p[i]) * 16777619u;
	for (t = h % TARGETS; targets[t].name != NULL; t = (t + 1) % TARGETS)
		if (view_is(name, targets[t].name))
			return t;
	targets[t] = (struct target){ .name = view_dup(name), .last = &targets[t].first };
	return t;
}

/* The branch says to whom it goes, which is what the answer has to tell. */
static void put_request(struct buf *out, size_t t, struct view from, struct view text)
{
	struct view bare, resource, to = view_of(targets[t].name);
	static struct buf body;

	view_cut(from, '/', &bare, &resource);
	buf_clear(&body);
	unescape(&body, text);
	buf_puts(out, "MESSAGE sip:");
	buf_putv(out, to);
	buf_puts(out, " SIP/2.0\r\nVia: SIP/2.0/TCP " SENT_BY ";branch=" BRANCH);
	put_number(out, t);
	buf_putc(out, '.');
	put_number(out, taken);
	buf_puts(out, "\r\nMax-Forwards: 70\r\nFrom: <sip:");
	buf_putv(out, bare);
	buf_puts(out, ">;tag=");
	put_number(out, taken);
	buf_puts(out, "\r\nTo: <sip:");
	buf_putv(out, to);
	buf_puts(out, ">\r\nCall-ID: ");
	put_number(out, taken);
	buf_puts(out, "@" SENT_BY "\r\nCSeq: 1 MESSAGE\r\n"
	              "Content-Type: text/plain;charset=UTF-8\r\nContent-Length: ");
	put_number(out, buf_len(&body));
	buf_puts(out, "\r\n\r\n");
	buf_putv(out, buf_view(&body));
}

static void stanza(struct view element, struct buf *to_sip)
{
	size_t t = target_of(between(element, VIEW(" to='"), '\''));
	struct view from = between(element, VIEW(" from='"), '\'');
	struct view text = between(element, VIEW("<body>"), '<');
	struct pending *p;

	taken++;
	open++;
	if (!targets[t].busy) {
		targets[t].busy = true;
		put_request(to_sip, t, from, text);
		return;
	}
	p = mem_zalloc(sizeof *p);
	put_request(&p->text, t, from, text);
	*targets[t].last = p;
	targets[t].last = &p->next;
}

static void answer_link(struct buf *to_link)
{
	if (!asked || open != 0)
		return;
	asked = false;
	buf_puts(to_link, "<a xmlns='urn:xmpp:sm:3' h='");
	put_number(to_link, taken);
	buf_puts(to_link, "'/>");
}

static void response(struct view message, struct buf *to_sip, struct buf *to_link)
{
	size_t t = number(between(message, VIEW("branch=" BRANCH), '.'));
	struct pending *p;

	if (t >= TARGETS || !targets[t].busy)
		return;
	open--;
	p = targets[t].first;
	targets[t].busy = p != NULL;
	if (p != NULL) {
		targets[t].first = p->next;
		if (p->next == NULL)
			targets[t].last = &targets[t].first;
		buf_putv(to_sip, buf_view(&p->text));
		buf_free(&p->text);
		free(p);
	}
	answer_link(to_link);
}

/* --- both ------------------------------------------------------------------------------------ */

void floor_from_sip(struct view message, struct buf *to_sip, struct buf *to_link)
{
	if (view_starts(message, VIEW("MESSAGE ")))
		request(message, to_link);
	else
		response(message, to_sip, to_link);
}

void floor_from_link(struct view element, struct buf *to_sip, struct buf *to_link)
{
	if (view_starts(element, VIEW("<message "))) {
		stanza(element, to_sip);
	} else if (view_starts(element, VIEW("<handed "))) {
		handed(element, to_sip);
	} else if (view_starts(element, VIEW("<r "))) {
		asked = true;
		answer_link(to_link);
	}
}
