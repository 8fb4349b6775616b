#include "scenario/form.h"

#include <string.h>

struct part {
	enum { WORD, SLOT, SLOTS, OPEN, CLOSE, END } kind;
	const char *p;
	size_t n;
};

/* The part of a form at *at, which moves behind it. */
static struct part next_part(const char **at)
{
	const char *p = *at;
	struct part out = { END, p, 0 };

	while (*p == ' ')
		p++;
	out.p = p;
	if (*p == '\0') {
		*at = p;
		return out;
	}
	if (*p == '[' || *p == ']' || *p == ',') {
		out.kind = *p == '[' ? OPEN : *p == ']' ? CLOSE : WORD;
		out.n = 1;
		*at = p + 1;
		return out;
	}
	if (*p == '<') {
		out.p = p + 1;
		out.n = strcspn(p + 1, ">");
		p += out.n + 2;
		out.kind = strncmp(p, "...", 3) == 0 ? SLOTS : SLOT;
		*at = out.kind == SLOTS ? p + 3 : p;
		return out;
	}
	out.kind = WORD;
	out.n = strcspn(p, " [],");
	*at = p + out.n;
	return out;
}

size_t form_slots(const char *form, struct form_slot *out)
{
	bool as = false;
	size_t n = 0;

	for (struct part p = next_part(&form); p.kind != END; p = next_part(&form)) {
		if (p.kind == SLOT || p.kind == SLOTS)
			out[n++] = (struct form_slot){ p.p, p.n, as, NULL, 0 };
		as = p.kind == WORD && p.n == 2 && strncmp(p.p, "as", 2) == 0;
	}
	return n;
}

/* Behind the ] that closes what was just opened; slots in between counted. */
static const char *skip_group(const char *at, size_t *slots)
{
	for (struct part p = next_part(&at); p.kind != CLOSE; p = next_part(&at))
		*slots += p.kind == SLOT || p.kind == SLOTS;
	return at;
}

static bool is_word(const struct token *t, const struct part *p)
{
	return t->kind == TOKEN_WORD && strlen(t->text) == p->n && memcmp(t->text, p->p, p->n) == 0;
}

static void note_wanted(struct form_match *m, size_t reached, const struct part *p)
{
	if (reached < m->reached)
		return;
	if (reached > m->reached) {
		m->reached = reached;
		m->n_wanted = 0;
		m->wanted_slot = false;
	}
	if (p->kind != WORD) {
		m->wanted_slot = true;
	} else if (m->n_wanted < 8) {
		m->wanted[m->n_wanted] = p->p;
		m->wanted_n[m->n_wanted++] = p->n;
	}
}

static bool match(const char *at, const struct token *t, size_t i, size_t n, size_t slot,
                  struct form_match *m)
{
	struct part p = next_part(&at);
	size_t skipped = slot;

	switch (p.kind) {
	case END:
		if (i > m->reached) {
			m->reached = i;
			m->n_wanted = 0;
			m->wanted_slot = false;
		}
		return i == n;
	case CLOSE:
		return match(at, t, i, n, slot, m);
	case OPEN:
		if (match(at, t, i, n, slot, m))
			return true;
		at = skip_group(at, &skipped);
		for (size_t k = slot; k < skipped; k++) {
			m->slot[k].from = NULL;
			m->slot[k].n = 0;
		}
		return match(at, t, i, n, skipped, m);
	case WORD:
		if (i < n && is_word(&t[i], &p))
			return match(at, t, i + 1, n, slot, m);
		note_wanted(m, i, &p);
		return false;
	case SLOT:
	case SLOTS:
		if (i == n || (t[i].kind == TOKEN_WORD && strcmp(t[i].text, ",") == 0)) {
			note_wanted(m, i, &p);
			return false;
		}
		m->slot[slot].from = &t[i];
		m->slot[slot].n = p.kind == SLOTS ? n - i : 1;
		return match(at, t, i + m->slot[slot].n, n, slot + 1, m);
	}
	return false;
}

bool form_match(const char *form, const struct token *t, size_t n, struct form_match *out)
{
	memset(out, 0, sizeof *out);
	form_slots(form, out->slot);
	return match(form, t, 0, n, 0, out);
}
