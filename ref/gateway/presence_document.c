/* Presence of resources as one document, no larger than the SIP server takes
 * (RFC 8048 6.2, P15, P100). */
#include <assert.h>

#include "gateway/address.h"
#include "gateway/language.h"
#include "gateway/presence_map.h"

static struct view uri_of(enum cause (*write)(const struct jid *, struct buf *),
                          const struct jid *who, struct region *r)
{
	struct jid bare = jid_bare_of(who);
	struct buf b = { 0 };
	struct view out = { "", 0 };

	if (write(&bare, &b) == CAUSE_NONE)
		out = region_copy(r, buf_view(&b));
	buf_free(&b);
	return out;
}

static struct view id_of(struct view resource, struct region *r)
{
	struct buf b = { 0 };
	struct view out;

	resource_to_tuple_id(resource, &b);
	out = region_copy(r, buf_view(&b));
	buf_free(&b);
	return out;
}

static int64_t stamp_of(const struct presence *p, const int64_t *arrived)
{
	if (p->stamp != STAMP_NONE || arrived == NULL)
		return p->stamp;
	return *arrived;
}

static struct pidf_tuple *to_tuple(const struct presence *p, const int64_t *arrived,
                                   const struct presence_style *style, struct region *r)
{
	struct pidf_tuple *t = region_alloc(r, sizeof *t);
	const char *show = show_word(p->show);

	*t = (struct pidf_tuple){
		.id = id_of(p->resource, r),
		.basic = p->available ? PIDF_OPEN : PIDF_CLOSED,
		.priority = p->available ? priority_to_contact(p->priority) : -1,
		.notes = p->status,
		.timestamp = style->timestamp ? stamp_of(p, arrived) : STAMP_NONE,
	};
	/* What Lync's readers know is the activity (LYNC-PRES-6). */
	if (style->lync)
		t->person.show = p->show;
	else if (show != NULL)
		t->show = view_of(show);
	return t;
}

/* --- no larger than it may be ------------------------------------------------- */

/* Words go first, but for one of each, then these, then the resources that are least
 * there; of the one that is left, its contact, which says no more than the entity, and
 * then its name. */
enum detail { ALL_NOTES, ONE_NOTE, NO_NOTES, NO_CONTACT, NO_NAME };

struct draft {
	const struct presence *all;
	size_t n;
	struct pidf p;             /* without tuples */
	struct pidf_tuple **tuple; /* of each resource */
	size_t *rank;              /* of each; 0: it stands for all */
	struct view nameless;      /* the id of a tuple that shows no resource */
	struct region *r;
};

/* The order in which they would stand for all. */
static void rank_all(struct draft *d, const int64_t *arrived)
{
	struct presence *left = region_alloc(d->r, d->n * sizeof *left);
	int64_t *when = region_alloc(d->r, d->n * sizeof *when);
	size_t *which = region_alloc(d->r, d->n * sizeof *which);

	for (size_t i = 0; i < d->n; i++) {
		left[i] = d->all[i];
		when[i] = arrived != NULL ? arrived[i] : 0;
		which[i] = i;
	}
	for (size_t n = d->n; n > 0; n--) {
		size_t best = presence_fold(left, when, n);

		d->rank[which[best]] = d->n - n;
		for (size_t i = best + 1; i < n; i++) {
			left[i - 1] = left[i];
			when[i - 1] = when[i];
			which[i - 1] = which[i];
		}
	}
}

static struct pidf_note *notes_of(const struct presence *p, enum detail detail, struct region *r)
{
	struct pidf_note *one;

	if (p->status == NULL || detail >= NO_NOTES)
		return NULL;
	if (detail == ALL_NOTES)
		return p->status;
	one = region_alloc(r, sizeof *one);
	*one = (struct pidf_note){ .lang = p->status->lang, .text = p->status->text };
	return one;
}

/* The first `n` of them by rank, in the order that they always have; never more detail
 * than in the draft before. */
static size_t write_draft(const struct draft *d, size_t n, enum detail detail, struct buf *out)
{
	struct pidf p = d->p;
	struct pidf_tuple **end = &p.tuples;

	for (size_t i = 0; i < d->n; i++) {
		if (d->rank[i] >= n)
			continue;
		d->tuple[i]->notes = notes_of(&d->all[i], detail, d->r);
		d->tuple[i]->next = NULL;
		if (detail >= NO_CONTACT)
			d->tuple[i]->contact = (struct view){ "", 0 };
		if (detail >= NO_NAME)
			d->tuple[i]->id = d->nameless;
		*end = d->tuple[i];
		end = &d->tuple[i]->next;
	}
	buf_clear(out);
	pidf_write(&p, out);
	return buf_len(out);
}

static void write_what_fits(const struct draft *d, size_t n, size_t max, struct buf *out)
{
	size_t fits = 1, too_many = n; /* one stands there, whatever it takes */

	for (int detail = ALL_NOTES; detail <= NO_NOTES; detail++)
		if (presence_document_fits(write_draft(d, n, (enum detail)detail, out), max))
			return;
	while (fits + 1 < too_many) {
		size_t half = (fits + too_many) / 2;

		if (presence_document_fits(write_draft(d, half, NO_NOTES, out), max))
			fits = half;
		else
			too_many = half;
	}
	for (int detail = NO_NOTES; detail <= NO_NAME; detail++)
		if (presence_document_fits(write_draft(d, fits, (enum detail)detail, out), max))
			return;
}

void presence_document(const struct presence *all, const int64_t *arrived, size_t n,
                       const struct jid *who, const struct presence_style *style,
                       struct region *r, struct buf *out)
{
	size_t best = presence_fold(all, arrived, n);
	struct view contact = uri_of(style->lync ? jid_to_sip : jid_to_im, who, r);
	struct draft d = {
		.all = all,
		.n = n,
		.p.entity = uri_of(style->lync ? jid_to_sip : jid_to_pres, who, r),
		.tuple = region_alloc(r, n * sizeof *d.tuple),
		.rank = region_alloc(r, n * sizeof *d.rank),
		.nameless = id_of((struct view){ "", 0 }, r),
		.r = r,
	};

	assert(n > 0);
	rank_all(&d, arrived);
	for (size_t i = 0; i < n; i++) {
		d.tuple[i] = to_tuple(&all[i], arrived != NULL ? &arrived[i] : NULL, style, r);
		d.tuple[i]->contact = contact;
	}
	if (style->lync)
		/* One identity for the one tuple, whichever resource it shows. */
		d.tuple[best]->id = d.nameless;
	else
		d.p.person.show = all[best].show;
	write_what_fits(&d, style->lync ? 1 : n, style->max != 0 ? style->max : SIZE_MAX, out);
}

struct view presence_language(const struct presence *all, size_t n)
{
	struct view lang = { "", 0 };

	for (size_t i = 0; i < n; i++)
		for (const struct pidf_note *s = all[i].status; s != NULL; s = s->next) {
			if (s->lang.n == 0 || (lang.n != 0 && !language_same(lang, s->lang)))
				return (struct view){ "", 0 };
			lang = s->lang;
		}
	return lang;
}
