#include "dns/locate_sip.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <unbound.h>
#include <unbound-event.h>

#include "dns/plan.h"
#include "lib/buf.h"
#include "lib/file.h"
#include "lib/log.h"
#include "lib/map.h"
#include "lib/mem.h"
#include "lib/rng.h"

#define CLASS_IN 1
#define FILE_MAX (1u << 20)	/* the file of the root has 2 KiB */

/* One question that the library works on.  It outlives its lookup when that is
 * cancelled, so it knows the lookup by number. */
struct question {
	struct question *next, **link;
	struct resolver *resolver;
	uint64_t lookup;
	unsigned slot;
	enum dns_type type;
	char name[DNS_NAME_SIZE];
};

struct lookup {
	struct resolver *resolver;
	uint64_t number;	/* ours; two lookups may have one id */
	uint64_t id;		/* the caller's */
	locate_fn *fn;
	void *arg;
	struct plan *plan;		/* NULL: one question of dns_ask() */
	dns_ask_fn *asked;
	struct dns_reply *reply;	/* NULL: not yet */
	char words[100];		/* its own */
	struct plan_question single;
	bool put;			/* the single one was */
	struct timer *timer, *grace;
	bool hurries;			/* the grace time runs */
	bool refused;			/* too many at once */
};

struct resolver {
	struct loop *loop;
	struct ub_ctx *ub;
	FILE *log;		/* what the library says */
	uint64_t timeout;
	struct ids *lookups;
	struct question *questions;
	size_t n_questions;
};

/* --- lookups --------------------------------------------------------------- */

static void advance(void *arg);

static void lookup_free(struct lookup *l)
{
	ids_remove(l->resolver->lookups, l->number);
	loop_defer_cancel(l->resolver->loop, advance, l);
	timer_free(&l->timer);
	timer_free(&l->grace);
	plan_free(&l->plan);
	free(l->reply);
	free(l);
}

/* The answer to a single question. */
static void keep_reply(struct lookup *l, const struct dns_reply *r)
{
	snprintf(l->words, sizeof l->words, "%s", r->words != NULL ? r->words : "");
	if (l->reply == NULL)
		l->reply = mem_alloc(sizeof *l->reply);
	*l->reply = *r;
	l->reply->words = l->words;
}

static void take_reply(struct lookup *l, unsigned slot, const struct dns_reply *r)
{
	if (l->plan != NULL)
		plan_answer(l->plan, slot, r);
	else
		keep_reply(l, r);
}

static void question_free(struct question *q)
{
	*q->link = q->next;
	if (q->next != NULL)
		q->next->link = q->link;
	q->resolver->n_questions--;
	free(q);
}

static void on_answer(void *arg, int rcode, void *packet, int len, int security,
                      char *why_bogus, int ratelimited)
{
	struct question *q = arg;
	struct lookup *l = ids_get(q->resolver->lookups, q->lookup);
	struct dns_reply reply;

	(void)ratelimited;
	if (l != NULL) {
		/* The header's own bits, when the library made no packet. */
		unsigned char header[12] = { 0, 0, 0x80, (unsigned char)(rcode & 0xf) };
		struct view v = { (const char *)header, sizeof header };

		if (rcode == 0 && packet != NULL && len > 0)
			v = (struct view){ packet, (size_t)len };
		packet_read(v, q->name, q->type, &reply);
		reply.secure = security == 2;
		if (security == 1) {
			reply.outcome = DNS_BOGUS;
			reply.words = why_bogus != NULL ? why_bogus : "validation failed";
		}
		take_reply(l, q->slot, &reply);
		/* Not now: the library may be in the middle of taking the
		 * question, with buffers that the next would overwrite. */
		loop_defer(l->resolver->loop, advance, l);
	}
	question_free(q);
}

static void ask(struct lookup *l, const struct plan_question *pq)
{
	struct resolver *r = l->resolver;
	struct question *q = mem_alloc(sizeof *q);
	struct dns_reply failed = { .outcome = DNS_FAILED };
	int error;

	*q = (struct question){ r->questions, &r->questions, r, l->number, pq->slot,
	                        pq->type, "" };
	memcpy(q->name, pq->name, sizeof q->name);
	if (q->next != NULL)
		q->next->link = &q->next;
	r->questions = q;
	r->n_questions++;
	error = ub_resolve_event(r->ub, q->name, (int)q->type, CLASS_IN, q, on_answer, NULL);
	if (error == 0)
		return;		/* q may be gone already */
	failed.words = ub_strerror(error);
	take_reply(l, pq->slot, &failed);
	question_free(q);
}

static void deliver_reply(struct lookup *l)
{
	struct dns_reply *reply = l->reply;
	dns_ask_fn *fn = l->asked;
	void *arg = l->arg;
	uint64_t id = l->id;
	char words[sizeof l->words];

	memcpy(words, l->words, sizeof words);
	reply->words = words;
	l->reply = NULL;
	lookup_free(l);
	fn(arg, id, reply);
	free(reply);
}

static void deliver(struct lookup *l)
{
	struct location *where = mem_zalloc(sizeof *where);
	locate_fn *fn = l->fn;
	void *arg = l->arg;
	uint64_t id = l->id;

	if (l->refused) {
		where->cause = CAUSE_DNS_FAILED;
		snprintf(where->words, sizeof where->words, "more than %d lookups at once",
		         LOCATE_MAX_PENDING);
	} else {
		location_copy(where, plan_location(l->plan));
	}
	/* The caller may cancel, ask again, or free the resolver. */
	lookup_free(l);
	fn(arg, id, where);
	location_clear(where);
	free(where);
}

static void advance(void *arg)
{
	struct lookup *l = arg;
	struct plan_question q;

	if (l->plan == NULL) {
		struct dns_reply failed = { .outcome = DNS_FAILED, .words = "too many at once" };

		if (l->refused)
			keep_reply(l, &failed);
		else if (!l->put)
			ask(l, &l->single);
		l->put = true;
		if (l->reply != NULL)
			deliver_reply(l);
		return;
	}
	while (!l->refused && plan_ask(l->plan, &q))
		ask(l, &q);
	if (l->refused || plan_done(l->plan)) {
		deliver(l);
	} else if (plan_may_hurry(l->plan) != l->hurries) {
		l->hurries = !l->hurries;
		if (l->hurries)
			timer_set(l->grace, loop_now(l->resolver->loop) + LOCATE_GRACE);
		else
			timer_clear(l->grace);
	}
}

static void on_grace(void *arg)
{
	struct lookup *l = arg;

	l->hurries = false;
	if (plan_may_hurry(l->plan))
		plan_hurry(l->plan, "no answer so far");
	advance(l);
}

static void on_timeout(void *arg)
{
	struct lookup *l = arg;
	char words[64];

	snprintf(words, sizeof words, "no answer within %llu ms",
	         (unsigned long long)l->resolver->timeout);
	if (l->plan == NULL) {
		keep_reply(l, &(struct dns_reply){ .outcome = DNS_FAILED, .words = words });
		deliver_reply(l);
		return;
	}
	if (!plan_done(l->plan))
		plan_give_up(l->plan, words);
	deliver(l);
}

static uint32_t chance(void *arg, uint32_t n)
{
	(void)arg;
	return rng_below(n);
}

static struct lookup *begin(struct resolver *r, struct plan *plan, uint64_t id, locate_fn *fn,
                            void *arg)
{
	struct lookup *l = mem_zalloc(sizeof *l);

	l->resolver = r;
	l->id = id;
	l->fn = fn;
	l->arg = arg;
	l->plan = plan;
	l->refused = ids_count(r->lookups) >= LOCATE_MAX_PENDING ||
	             r->n_questions >= LOCATE_MAX_PENDING * 4;
	l->timer = timer_new(r->loop, on_timeout, l);
	l->grace = timer_new(r->loop, on_grace, l);
	if (!l->refused)
		timer_set(l->timer, loop_now(r->loop) + r->timeout);
	l->number = ids_add(r->lookups, l);
	loop_defer(r->loop, advance, l);
	return l;
}

void dns_ask(struct resolver *r, const char *name, int type, uint64_t id, dns_ask_fn *fn,
             void *arg)
{
	struct lookup *l = begin(r, NULL, id, NULL, arg);

	l->asked = fn;
	l->single.type = (enum dns_type)type;
	snprintf(l->single.name, sizeof l->single.name, "%s", name);
}

void locate(struct resolver *r, const char *domain, const char *proxy, uint64_t id,
            locate_fn *fn, void *arg)
{
	begin(r, plan_new(domain, proxy, chance, NULL), id, fn, arg);
}

void locate_sip(struct resolver *r, const struct sip_hop *hop, uint64_t id, locate_fn *fn,
                void *arg)
{
	begin(r, plan_new_sip(hop, chance, NULL), id, fn, arg);
}

static void cancel(struct resolver *r, bool all, uint64_t id)
{
	size_t pos = 0;
	uint64_t number;
	void *value;

	while (ids_next(r->lookups, &pos, &number, &value))
		if (all || ((struct lookup *)value)->id == id)
			lookup_free(value);
}

void locate_cancel(struct resolver *r, uint64_t id)
{
	cancel(r, false, id);
}

/* --- the resolver ---------------------------------------------------------- */

/* The library writes "[time] name[pid:thread] error: text" lines. */
static ssize_t on_log(void *arg, const char *p, size_t n)
{
	struct view v = view_trim((struct view){ p, n }), left, right;

	(void)arg;
	for (int i = 0; i < 2; i++)
		if (view_cut(v, ']', &left, &right))
			v = view_trim(right);
	if (v.n != 0)
		log_event(LOG_WARN, "resolver-says", LOG_V("text", v));
	return (ssize_t)n;
}

static bool option(struct resolver *r, const char *key, const char *value, struct fault *f)
{
	int error = ub_ctx_set_option(r->ub, key, value);

	return error == 0 ||
	       fault_set(f, NULL, 0, 0, "libunbound refuses \"%s %s\": %s", key, value,
	                 ub_strerror(error));
}

static bool set_servers(struct resolver *r, const struct resolver_settings *s, struct fault *f)
{
	char *server;
	int error;

	for (size_t i = 0; i < s->n_forward; i++) {
		server = view_dup(s->forward[i]);
		error = ub_ctx_set_fwd(r->ub, server);
		free(server);
		if (error != 0)
			return fault_set(f, NULL, 0, 0,
			                 "\"%.*s\" is not the address of a DNS server",
			                 VIEW_ARG(s->forward[i]));
	}
	if (s->n_forward != 0)
		return true;
	error = ub_ctx_resolvconf(r->ub, NULL);
	return error == 0 ||
	       fault_set(f, NULL, 0, 0, "/etc/resolv.conf: %s", ub_strerror(error));
}

/* As everything else on the machine reads it: what is no address is passed over.  One that
 * is missing or cannot be read names nobody. */
static void set_hosts(struct resolver *r, const char *file)
{
	int error = file != NULL ? ub_ctx_hosts(r->ub, file) : 0;

	if (error != 0 && access(file, F_OK) == 0)
		log_event(LOG_WARN, "hosts-not-read", LOG_S("file", file),
		          LOG_S("reason", ub_strerror(error)));
}

static bool set_trust(struct resolver *r, const char *file, struct fault *f)
{
	struct buf text = { 0 };
	struct fault why = { 0 };
	bool ok;
	int error;

	if (file == NULL)
		return true;
	/* The library would say no more than that its start failed, and reads what has no end. */
	ok = file_read(file, FILE_MAX, &text, &why);
	if (!ok)
		fault_set(f, NULL, 0, 0, "trust anchor %s %s", file, why.text);
	else if (buf_len(&text) == 0)
		ok = fault_set(f, NULL, 0, 0, "trust anchor %s is empty", file);
	fault_free(&why);
	buf_free(&text);
	if (!ok)
		return false;
	error = ub_ctx_add_ta_file(r->ub, file);
	return error == 0 ||
	       fault_set(f, NULL, 0, 0, "trust anchor %s: %s", file, ub_strerror(error));
}

static bool configure(struct resolver *r, const struct resolver_settings *s, struct fault *f)
{
	int error;

	if (!option(r, "do-not-query-localhost:", "no", f) ||
	    /* A server that was away is used again as soon as it is back. */
	    !option(r, "infra-keep-probing:", "yes", f) ||
	    !set_servers(r, s, f) || !set_trust(r, s->trust_anchor, f))
		return false;
	set_hosts(r, s->hosts);
	/* The library answers for .test by itself (RFC 6761 6.2), where those
	 * who set up a resolver for it mean what they say.  This is also where
	 * the settings take effect. */
	error = ub_ctx_zone_remove(r->ub, "test.");
	if (error != 0 && s->trust_anchor != NULL)
		return fault_set(f, NULL, 0, 0, "trust anchor %s holds no DS or DNSKEY record "
		                 "that can be read", s->trust_anchor);
	return error == 0 ||
	       fault_set(f, NULL, 0, 0, "the resolver cannot start: %s", ub_strerror(error));
}

struct resolver *resolver_new(struct loop *l, const struct resolver_settings *s,
                              struct fault *f)
{
	static const cookie_io_functions_t log_functions = { .write = on_log };
	struct resolver *r = mem_zalloc(sizeof *r);

	r->loop = l;
	r->lookups = ids_new();
	r->timeout = s->timeout != 0 ? s->timeout : LOCATE_TIMEOUT;
	r->ub = ub_ctx_create_event(loop_base(l));
	if (r->ub == NULL) {
		fault_set(f, NULL, 0, 0, "libunbound cannot be used: %s", strerror(errno));
		resolver_free(&r);
		return NULL;
	}
	r->log = fopencookie(NULL, "w", log_functions);
	if (r->log != NULL)
		setvbuf(r->log, NULL, _IOLBF, 1024);
	ub_ctx_debugout(r->ub, r->log);
	if (!configure(r, s, f))
		resolver_free(&r);
	return r;
}

bool resolver_possible(const struct resolver_settings *s, struct fault *f)
{
	struct loop *l = loop_new();
	struct resolver *r = resolver_new(l, s, f);
	bool possible = r != NULL;

	resolver_free(&r);
	loop_free(&l);
	return possible;
}

bool resolver_settings_same(const struct resolver_settings *a,
                            const struct resolver_settings *b)
{
	if (a->n_forward != b->n_forward || a->timeout != b->timeout ||
	    !view_eq(view_of(a->trust_anchor), view_of(b->trust_anchor)) ||
	    !view_eq(view_of(a->hosts), view_of(b->hosts)))
		return false;
	for (size_t i = 0; i < a->n_forward; i++)
		if (!view_eq(a->forward[i], b->forward[i]))
			return false;
	return true;
}

void resolver_free(struct resolver **rp)
{
	struct resolver *r = *rp;

	if (r == NULL)
		return;
	*rp = NULL;
	cancel(r, true, 0);
	/* The library forgets its questions without a word. */
	if (r->ub != NULL) {
		ub_ctx_debugout(r->ub, NULL);
		ub_ctx_delete(r->ub);
	}
	while (r->questions != NULL)
		question_free(r->questions);
	if (r->log != NULL)
		fclose(r->log);
	ids_free(&r->lookups);
	free(r);
}
