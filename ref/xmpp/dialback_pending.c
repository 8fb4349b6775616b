#include "xmpp/dialback_pending.h"

#include <stdlib.h>

#include "jid/jid.h"
#include "lib/mem.h"

struct request {
	bool verify;
	char *from, *to, *id;
};

struct dialback_pending {
	struct request *request;
	size_t n, cap;
};

struct dialback_pending *dialback_pending_new(void)
{
	return mem_zalloc(sizeof(struct dialback_pending));
}

static void request_free(struct request *r)
{
	free(r->from);
	free(r->to);
	free(r->id);
}

void dialback_pending_clear(struct dialback_pending *p)
{
	for (size_t i = 0; i < p->n; i++)
		request_free(&p->request[i]);
	free(p->request);
	*p = (struct dialback_pending){ 0 };
}

void dialback_pending_free(struct dialback_pending **pp)
{
	if (*pp == NULL)
		return;
	dialback_pending_clear(*pp);
	free(*pp);
	*pp = NULL;
}

bool dialback_pending_add(struct dialback_pending *p, const struct dialback *request)
{
	struct request *r;

	if (p->n == DIALBACK_PENDING_MAX)
		return false;
	p->request = mem_grow(p->request, p->n, &p->cap, sizeof *p->request);
	r = &p->request[p->n++];
	r->verify = request->verify;
	r->from = view_dup(request->from);
	r->to = view_dup(request->to);
	r->id = view_dup(request->id);
	return true;
}

static bool same_domain(struct view a, struct view b, struct region *r)
{
	struct view pa, pb;

	if (view_eq(a, b))
		return true;
	return domain_prepare(a, r, &pa) && domain_prepare(b, r, &pb) && view_eq(pa, pb);
}

/* An answer comes from the domain that was asked, however either of them spells it: we
 * ask in the words of a third. */
static struct request *find(const struct dialback_pending *p, const struct dialback *answer)
{
	struct region *region = region_new();
	struct request *found = NULL;

	for (size_t i = 0; i < p->n && found == NULL; i++) {
		struct request *r = &p->request[i];

		if (r->verify == answer->verify &&
		    (!r->verify || view_is(answer->id, r->id)) &&
		    same_domain(answer->from, view_of(r->to), region) &&
		    same_domain(answer->to, view_of(r->from), region))
			found = r;
	}
	region_free(&region);
	return found;
}

static void remove_request(struct dialback_pending *p, struct request *r)
{
	request_free(r);
	for (p->n--; r < p->request + p->n; r++)
		*r = r[1];
}

void dialback_pending_remove(struct dialback_pending *p, const struct dialback *answer)
{
	struct request *r = find(p, answer);

	if (r != NULL)
		remove_request(p, r);
}

bool dialback_pending_take(struct dialback_pending *p, const struct dialback *answer,
                           struct region *region, struct dialback *request)
{
	struct request *r = find(p, answer);

	if (r == NULL)
		return false;
	*request = (struct dialback){
		.verify = r->verify,
		.from = region_copy(region, view_of(r->from)),
		.to = region_copy(region, view_of(r->to)),
		.id = region_copy(region, view_of(r->id)),
	};
	remove_request(p, r);
	return true;
}

size_t dialback_pending_count(const struct dialback_pending *p)
{
	return p->n;
}

bool dialback_pending_next(const struct dialback_pending *p, size_t *pos,
                           struct dialback *request)
{
	const struct request *r;

	if (*pos >= p->n)
		return false;
	r = &p->request[(*pos)++];
	*request = (struct dialback){
		.verify = r->verify,
		.from = view_of(r->from),
		.to = view_of(r->to),
		.id = view_of(r->id),
	};
	return true;
}

bool dialback_answer_expected(const struct dialback_pending *p, const struct dialback *answer)
{
	return answer->answer && find(p, answer) != NULL;
}
