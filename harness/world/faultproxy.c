#include "world/faultproxy.h"

#include <stdlib.h>
#include <string.h>

#include "lib/buf.h"
#include "lib/mem.h"

struct lane {			/* one direction of one connection */
	struct wire *to;
	struct buf kept;	/* waits for its time, or for a release */
	uint64_t passed;	/* bytes handed on */
};

struct pass {			/* one connection through the hop */
	struct pass *next;
	struct hop *hop;
	struct wire *near, *far;
	struct lane lane[2];
	struct timer *timer;
};

struct hop {
	struct loop *loop;
	struct listener *on;
	struct address to;
	struct hop_faults faults[2];
	struct pass *passes;
};

static void pass_end(struct pass *p)
{
	for (struct pass **at = &p->hop->passes; *at != NULL; at = &(*at)->next)
		if (*at == p) {
			*at = p->next;
			break;
		}
	timer_free(&p->timer);
	wire_free(&p->near);
	wire_free(&p->far);
	buf_free(&p->lane[0].kept);
	buf_free(&p->lane[1].kept);
	free(p);
}

/* How many of `n` bytes may go in one segment now. */
static size_t segment(const struct hop_faults *f, uint64_t passed, size_t n)
{
	if (f->split_every)
		return 1;
	if (f->split_at > passed && passed + n > f->split_at)
		return (size_t)(f->split_at - passed);
	if (f->cut_at > passed && passed + n > f->cut_at)
		return (size_t)(f->cut_at - passed);
	return n;
}

/* Passes on one segment.  False: the connection has been cut. */
static bool pass_on(struct pass *p, enum hop_way way)
{
	const struct hop_faults *f = &p->hop->faults[way];
	struct lane *l = &p->lane[way];
	struct view v = buf_view(&l->kept);

	if (f->stall || v.n == 0)
		return true;
	v.n = segment(f, l->passed, v.n);
	wire_write(l->to, v);
	l->passed += v.n;
	buf_drop(&l->kept, v.n);
	if (f->cut_at != 0 && l->passed >= f->cut_at) {
		pass_end(p);
		return false;
	}
	if (buf_len(&l->kept) > 0 || f->delay_ms > 0)
		timer_set(p->timer, loop_now(p->hop->loop) + f->delay_ms);
	return true;
}

static void go_on(void *arg)
{
	struct pass *p = arg;

	if (pass_on(p, HOP_THERE))
		pass_on(p, HOP_BACK);
}

static void heard(struct pass *p, enum hop_way way, struct view bytes)
{
	const struct hop_faults *f = &p->hop->faults[way];

	buf_putv(&p->lane[way].kept, bytes);
	if (f->stall)
		return;
	if (f->delay_ms > 0)
		timer_set(p->timer, loop_now(p->hop->loop) + f->delay_ms);
	else
		pass_on(p, way);
}

static void heard_near(void *arg, struct view bytes)
{
	heard(arg, HOP_THERE, bytes);
}

static void heard_far(void *arg, struct view bytes)
{
	heard(arg, HOP_BACK, bytes);
}

static void ended(void *arg, enum wire_end how)
{
	(void)how;
	pass_end(arg);
}

static void accepted(void *arg, int fd, const struct address *from)
{
	static const struct wire_ops near = { .bytes = heard_near, .ended = ended };
	static const struct wire_ops far = { .bytes = heard_far, .ended = ended };
	struct hop *h = arg;
	struct pass *p = mem_zalloc(sizeof *p);

	(void)from;
	p->hop = h;
	p->next = h->passes;
	h->passes = p;
	p->timer = timer_new(h->loop, go_on, p);
	p->near = wire_new(h->loop, fd, &near, p);
	p->far = wire_dial(h->loop, &h->to, &far, p);
	p->lane[HOP_THERE].to = p->far;
	p->lane[HOP_BACK].to = p->near;
	if (p->far == NULL)
		pass_end(p);
}

struct hop *hop_new(struct loop *l, const struct address *listen, const struct address *to,
                    struct fault *f)
{
	struct hop *h = mem_zalloc(sizeof *h);

	h->loop = l;
	h->to = *to;
	h->on = listener_new(l, listen, accepted, h, f);
	if (h->on == NULL) {
		free(h);
		return NULL;
	}
	return h;
}

void hop_free(struct hop **hp)
{
	if (*hp == NULL)
		return;
	while ((*hp)->passes != NULL)
		pass_end((*hp)->passes);
	listener_free(&(*hp)->on);
	free(*hp);
	*hp = NULL;
}

void hop_set(struct hop *h, enum hop_way way, const struct hop_faults *faults)
{
	h->faults[way] = *faults;
}

void hop_release(struct hop *h)
{
	h->faults[HOP_THERE].stall = h->faults[HOP_BACK].stall = false;
	for (struct pass *p = h->passes, *next; p != NULL; p = next) {
		next = p->next;
		go_on(p);
	}
}
