#include "judge/damage.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "lib/buf.h"
#include "lib/mem.h"
#include "scenario/payload.h"
#include "scenario/sip_text.h"

const char *damage_word(enum damage d)
{
	static const char *const word[DAMAGE_KINDS] = { "drop", "double", "swap", "alter",
		                                        "forge" };

	return word[d];
}

struct damaging {
	const struct case_ *c;
	const struct history *h;
	struct damage_score *score;
	void (*fn)(void *arg, unsigned line, const char *what);
	void *arg;
	struct event *event;    /* room for one more than the history has */
	bool *cited;            /* a finding rests on it */
	const struct step **by; /* the step of that finding; NULL: none */
};

/* Judges `n` events; they are numbered anew, so that no gap gives them away. */
static void try(struct damaging *d, enum damage kind, size_t n, size_t at, const char *more)
{
	struct history forged = { d->event, n, NULL };
	const struct event *e = &d->h->event[at];
	struct judgement j;
	struct buf what = { 0 };

	for (size_t i = 0; i < n; i++)
		d->event[i].n = i + 1;
	judge(d->c, &forged, &j);
	d->score->made[kind]++;
	if (j.verdict == VERDICT_PASS) {
		d->score->unnoticed[kind]++;
		buf_printf(&what, "%s event %" PRIu64 "%s%s%s%s", damage_word(kind), e->n,
		           e->actor != NULL ? " of " : "", e->actor != NULL ? e->actor : "",
		           more[0] != '\0' ? ": " : "", more);
		if (d->fn != NULL)
			d->fn(d->arg, d->by[at] != NULL ? d->by[at]->line : 0, buf_cstr(&what));
		buf_free(&what);
	}
	judgement_free(&j);
}

static void copy(struct damaging *d)
{
	memcpy(d->event, d->h->event, d->h->n * sizeof *d->event);
}

/* --- what is evidence ------------------------------------------------------------------ */

static bool is_unit(const struct event *e)
{
	return e->kind == EVENT_RECV && e->unit != UNIT_SPACE && e->auto_ == NULL;
}

static bool is_evidence(const struct damaging *d, size_t i)
{
	const struct event *e = &d->h->event[i];

	switch (e->kind) {
	case EVENT_CASE:
	case EVENT_STOP:
	case EVENT_FENCE:
		return true;
	case EVENT_BEGIN:
	case EVENT_END:
		return d->c->step[e->step - 1].strength != STEP_TOLERATED;
	case EVENT_RECV: /* no finding rests on what is only tolerated */
	case EVENT_OPEN:
	case EVENT_SECURE:
	case EVENT_CLOSE:
	case EVENT_DNS:
	case EVENT_DRAINED:
	case EVENT_PROCESS:
	case EVENT_MEASURE:
	case EVENT_SENT:
		return d->cited[i];
	case EVENT_BIND:
	case EVENT_NOTE:
		break;
	}
	return false;
}

/* --- dropped, doubled, swapped --------------------------------------------------------------- */

/* Does another event say the very same?  Then dropping one changes nothing. */
static bool has_twin(const struct damaging *d, size_t i)
{
	const struct event *e = &d->h->event[i];

	for (size_t k = 0; k < d->h->n; k++) {
		const struct event *other = &d->h->event[k];

		if (k == i || other->kind != e->kind)
			continue;
		if (e->kind == EVENT_DNS && strcmp(e->name, other->name) == 0 &&
		    strcmp(e->value, other->value) == 0)
			return true;
		/* one of several units that a step has sent */
		if (e->kind == EVENT_SENT && e->step == other->step && other->auto_ == NULL)
			return true;
	}
	return false;
}

static void drop(struct damaging *d, size_t i)
{
	if (has_twin(d, i))
		return;
	copy(d);
	memmove(&d->event[i], &d->event[i + 1], (d->h->n - i - 1) * sizeof *d->event);
	try(d, DAMAGE_DROP, d->h->n - 1, i, "");
}

static void insert(struct damaging *d, size_t at, const struct event *e)
{
	copy(d);
	memmove(&d->event[at + 1], &d->event[at], (d->h->n - at) * sizeof *d->event);
	d->event[at] = *e;
}

static void double_(struct damaging *d, size_t i)
{
	insert(d, i + 1, &d->h->event[i]);
	try(d, DAMAGE_DOUBLE, d->h->n + 1, i, "");
}

static bool is_response(const struct event *e)
{
	return e->unit == UNIT_SIP && view_starts(e->text, VIEW("SIP/"));
}

/* Units of one step that counts them may come in any order. */
static bool is_unordered(const struct step *a, const struct step *b)
{
	return a != NULL && a == b && a->verb == VERB_GETS_TIMES;
}

/* With the next unit of the same actor, if that one is another.  What no
 * finding rests on is tolerated, and may come any time. */
static void swap(struct damaging *d, size_t i)
{
	const struct event *e = &d->h->event[i], *other = NULL;
	size_t k = i + 1;

	for (; k < d->h->n && other == NULL; k++)
		if (is_unit(&d->h->event[k]) && strcmp(d->h->event[k].actor, e->actor) == 0)
			other = &d->h->event[k];
	if (other == NULL || !d->cited[k - 1] || is_unordered(d->by[i], d->by[k - 1]) ||
	    is_response(e) != is_response(other) ||
	    (other->text.n == e->text.n && memcmp(other->text.p, e->text.p, e->text.n) == 0))
		return;
	copy(d);
	d->event[i].text = other->text;
	d->event[i].unit = other->unit;
	d->event[k - 1].text = e->text;
	d->event[k - 1].unit = e->unit;
	try(d, DAMAGE_SWAP, d->h->n, i, "");
}

/* --- altered ------------------------------------------------------------------------------------ */

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

static char another(char c)
{
	return (char)(c == 'z' || c == 'Z' || c == '9' ? c - 1 : c + 1);
}

/* The letter at `at` is another; `also` (0: none) is changed with it. */
static void alter_at(struct damaging *d, size_t i, size_t at, size_t also, struct view what)
{
	const struct event *e = &d->h->event[i];
	char *text = view_dup(e->text), *words = view_dup(what);

	text[at] = another(text[at]);
	if (also != 0)
		text[also] = text[at];
	copy(d);
	d->event[i].text.p = text;
	try(d, DAMAGE_ALTER, d->h->n, i, words);
	free(words);
	free(text);
}

/* Behind the prefix, if there is one. */
static size_t local_at(struct view t, size_t at)
{
	size_t i = at;

	while (i < t.n && (is_letter(t.p[i]) || t.p[i] == '-' || t.p[i] == '_'))
		i++;
	return i < t.n && t.p[i] == ':' ? i + 1 : at;
}

/* Well-formed as before: the name of an end tag changes with it. */
static void alter_name(struct damaging *d, size_t i, size_t at)
{
	struct view t = d->h->event[i].text;
	size_t end = t.n, start = at;

	at = local_at(t, at);
	while (end > 0 && t.p[end - 1] != '<')
		end--;
	if (end <= start || end >= t.n || t.p[end] != '/')
		alter_at(d, i, at, 0, VIEW("its name"));
	else
		alter_at(d, i, at, end + 1 + (at - start), VIEW("its name"));
}

/* Does the step's pattern have a child of the name that this tag has? */
static bool has_child_named(const struct step *s, struct view tag)
{
	struct buf opens = { 0 };
	bool there = false;
	size_t n = 1;

	while (n < tag.n && strchr(" />", tag.p[n]) == NULL)
		n++;
	buf_putv(&opens, (struct view){ tag.p, n });
	for (size_t i = 0; s != NULL && i < s->n_payload && !there; i++) {
		struct view text = payload_text(s->payload[i]);

		there = view_find(text, buf_view(&opens)) < text.n;
	}
	buf_free(&opens);
	return there;
}

/* Did anybody send it before event `i`? */
static bool is_copied(const struct damaging *d, size_t i, struct view value)
{
	for (size_t k = 0; k < i; k++) {
		const struct event *e = &d->h->event[k];

		if (e->kind == EVENT_SENT && view_find(e->text, value) < e->text.n)
			return true;
	}
	return false;
}

static struct view up_to_tag(struct view t)
{
	return (struct view){ t.p, view_find(t, VIEW("<")) };
}

/* Is what stands behind this '>' owed to nobody?  See damage.h. */
static bool is_free_text(const struct damaging *d, size_t i, size_t at)
{
	struct view t = d->h->event[i].text, tag;
	size_t from = at;

	while (from > 0 && t.p[from] != '<')
		from--;
	tag = (struct view){ t.p + from, at - from };
	if (view_is(tag, "<text") || view_starts(tag, VIEW("<text ")))
		return true;
	if (view_starts(tag, VIEW("<db:")))
		return !is_copied(d, i, up_to_tag(view_from(t, at + 1)));
	if (view_starts(tag, VIEW("<thread")) || view_starts(t, VIEW("<stream:features")))
		return !has_child_named(d->by[i], tag);
	return view_find((struct view){ t.p, from }, VIEW("<error")) < from &&
	       view_find(tag, VIEW("xmlns='")) < tag.n &&
	       view_find(tag, VIEW("urn:ietf:params:xml:ns:xmpp")) == tag.n &&
	       !has_child_named(d->by[i], tag);
}

static void alter_text(struct damaging *d, size_t i, size_t at)
{
	struct view t = d->h->event[i].text;

	for (; at + 1 < t.n; at++)
		if (t.p[at] == '>' && is_letter(t.p[at + 1]) && !is_free_text(d, i, at)) {
			alter_at(d, i, at + 1, 0, VIEW("its text"));
			return;
		}
}

/* Of SIP what every rule about it looks at: start line, sender, transaction, body. */
static void alter_sip(struct damaging *d, size_t i)
{
	const struct event *e = &d->h->event[i];
	struct sip_text t;
	struct view value;

	sip_text_read(e->text, &t);
	if (t.start.n > 0)
		alter_at(d, i, 0, 0, VIEW("its start line"));
	value = sip_user_in(sip_uri_in(sip_value(&t, "From")));
	if (value.n > 0)
		alter_at(d, i, (size_t)(value.p - e->text.p), 0, VIEW("its sender"));
	value = sip_value(&t, "CSeq"); /* the method is its end */
	if (value.n > 0)
		alter_at(d, i, (size_t)(value.p - e->text.p) + value.n - 1, 0,
		         VIEW("its CSeq"));
	if (view_trim(t.body).n > 0)
		alter_at(d, i, (size_t)(t.body.p - e->text.p), 0, VIEW("its body"));
	sip_text_free(&t);
}

/* Of headers those that a pattern was laid upon: what automation takes, and
 * no step looks at, says nothing. */
static bool is_looked_at(const struct damaging *d, size_t i)
{
	const struct event *e = &d->h->event[i];

	return is_unit(e) || (e->kind == EVENT_RECV && e->unit == UNIT_HEADER &&
	                      d->by[i] != NULL && d->by[i]->n_payload > 0);
}

/* Behind an XML declaration. */
static size_t first_tag(struct view t)
{
	size_t at = view_starts(t, VIEW("<?")) ? view_find(t, VIEW("?>")) : 0;

	while (at < t.n && t.p[at] != '<')
		at++;
	return at;
}

/* Does the first tag of the step's pattern say anything of this attribute? */
static bool is_named(const struct step *s, struct view attribute)
{
	for (size_t i = 0; s != NULL && i < s->n_payload; i++) {
		struct view text = payload_text(s->payload[i]);
		struct view rest = { text.p, view_find(text, VIEW(">")) };
		size_t at;

		while ((at = view_find(rest, attribute)) < rest.n) {
			rest = view_from(rest, at + attribute.n);
			if (view_starts(rest, VIEW("=")))
				return true;
		}
	}
	return false;
}

/* May a receiver depend on it, whether or not the pattern names it?  An id that the
 * system made up is as good as any other. */
static bool is_owed(const struct damaging *d, size_t i, struct view attribute,
                    struct view value)
{
	const struct event *e = &d->h->event[i];
	bool free_ = e->unit == UNIT_HEADER || view_is(attribute, "xml:lang") ||
	             (view_is(attribute, "max") && view_starts(e->text, VIEW("<enable"))) ||
	             (view_is(attribute, "id") && !is_copied(d, i, value));

	return !free_ || is_named(d->by[i], attribute);
}

/* The first letter of the element's name, and of every value of its first
 * tag, and of the first text. */
static void alter(struct damaging *d, size_t i)
{
	struct view t = d->h->event[i].text, what, value;
	size_t at = first_tag(t), name;
	char quote;

	if (d->h->event[i].unit == UNIT_SIP) {
		alter_sip(d, i);
		return;
	}
	at += view_starts(view_from(t, at), VIEW("</")) ? 2 : 1;
	if (at >= t.n || !is_letter(t.p[at]))
		return;
	name = at;
	alter_name(d, i, at);
	for (; at < t.n && t.p[at] != '>'; at++) {
		if (t.p[at] == ' ')
			name = at + 1;
		if (t.p[at] != '\'' && t.p[at] != '"')
			continue;
		what = (struct view){ t.p + name, at - 1 - name };
		quote = t.p[at++];
		value = (struct view){ t.p + at, 0 };
		while (at < t.n && t.p[at] != quote)
			at++;
		value.n = (size_t)(t.p + at - value.p);
		if (value.n > 0 && is_letter(value.p[0]) && is_owed(d, i, what, value))
			alter_at(d, i, (size_t)(value.p - t.p), 0, what);
	}
	alter_text(d, i, at);
}

/* --- forged -------------------------------------------------------------------------------------- */

static struct bindings *bound(const struct history *h)
{
	struct bindings *b = bindings_new();

	for (size_t i = 0; i < h->n; i++)
		if (h->event[i].kind == EVENT_BIND && h->event[i].name != NULL)
			bindings_set(b, view_of(h->event[i].name), view_of(h->event[i].value));
	return b;
}

/* What the step denies, received before its end where the actor could. */
static void forge(struct damaging *d, const struct step *s)
{
	struct bindings *b = bound(d->h);
	const char *actor = d->c->cast[s->actor].name.text;
	size_t end = 0;

	for (size_t i = 0; i < d->h->n; i++)
		if (d->h->event[i].kind == EVENT_END && d->h->event[i].step == s->number)
			end = i;
	for (size_t i = end; i-- > 0;) {
		struct event e = d->h->event[i];
		struct buf text = { 0 };
		bool can = e.kind == EVENT_RECV && e.actor != NULL &&
		           strcmp(e.actor, actor) == 0 && e.unit == UNIT_ELEMENT &&
		           (s->verb != VERB_SAW_NOTHING_CLEAR || !e.tls);

		for (size_t k = 0; can && k < s->n_payload; k++) {
			buf_clear(&text);
			if (!payload_example(s->payload[k], b, &text))
				continue;
			e.auto_ = NULL;
			e.text = buf_view(&text);
			insert(d, i, &e);
			try(d, DAMAGE_FORGE, d->h->n + 1, i, s->text);
		}
		buf_free(&text);
		if (can)
			break;
	}
	bindings_free(&b);
}

/* --- all of it --------------------------------------------------------------------------------------- */

static void all(struct damaging *d)
{
	for (size_t i = 0; i < d->h->n; i++) {
		const struct event *e = &d->h->event[i];

		if (!is_evidence(d, i))
			continue;
		drop(d, i);
		if (e->kind != EVENT_DNS && e->kind != EVENT_MEASURE &&
		    e->kind != EVENT_DRAINED && e->kind != EVENT_PROCESS &&
		    e->kind != EVENT_SENT && (e->kind != EVENT_RECV || is_unit(e)))
			double_(d, i);
		if (is_unit(e))
			swap(d, i);
		if (is_looked_at(d, i))
			alter(d, i);
	}
	for (size_t i = 0; i < d->c->n_step; i++)
		if (verb_row(d->c->step[i].verb)->sort == VERB_DENIES)
			forge(d, &d->c->step[i]);
}

static void cite(struct damaging *d, const struct finding *f)
{
	if (f->event == 0)
		return;
	d->cited[f->event - 1] = true;
	if (f->step != 0)
		d->by[f->event - 1] = &d->c->step[f->step - 1];
}

void damage_try(const struct case_ *c, const struct history *h, struct damage_score *score,
                void (*fn)(void *arg, unsigned line, const char *what), void *arg)
{
	struct judgement j;
	struct damaging d = { c, h, score, fn, arg, NULL, NULL, NULL };

	judge(c, h, &j);
	if (j.verdict == VERDICT_PASS) {
		d.event = mem_array(h->n + 1, sizeof *d.event);
		d.cited = mem_array(h->n + 1, sizeof *d.cited);
		d.by = mem_array(h->n + 1, sizeof *d.by);
		for (size_t i = 0; i < j.n_finding; i++)
			cite(&d, &j.finding[i]);
		all(&d);
		free(d.event);
		free(d.cited);
		free(d.by);
	}
	judgement_free(&j);
}
