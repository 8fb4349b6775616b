#include "dns/plan.h"

#include <arpa/inet.h>
#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/mem.h"
#include "lib/text.h"

#define PORT    5269
#define SERVICE "_xmpp-server._tcp."

enum stage {
	ASK_SRV,
	ASK_ADDRESSES,	/* of every target, or of the domain, or of the proxy */
	DONE,
};

enum { SLOT_SRV = 0 };	/* then two for each target, FAMILIES */
#define FAMILIES 2	/* AAAA, then A */

struct lookup {
	bool asked, answered;
	enum dns_outcome outcome;
	bool secure;
	struct address address[DNS_ADDRESS_MAX];
	size_t n;
};

struct target {
	char name[DNS_NAME_SIZE];
	unsigned port;
	struct lookup of[FAMILIES];
};

struct plan {
	enum stage stage;
	char domain[DNS_NAME_SIZE];
	dns_chance_fn *chance;
	void *arg;
	struct lookup srv;
	bool by_srv;		/* the targets come from SRV records */
	struct target target[LOCATE_MAX_TARGETS];
	size_t n_targets;
	struct location where;
};

static const enum dns_type family_type[FAMILIES] = { DNS_AAAA, DNS_A };

static const char *type_words(enum dns_type type)
{
	return type == DNS_SRV ? "SRV" : type == DNS_A ? "A" : "AAAA";
}

/* --- the end --------------------------------------------------------------- */

/* The first thing that went wrong is what an operator wants to read. */
static void note(struct plan *p, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

static void note(struct plan *p, const char *fmt, ...)
{
	va_list ap;

	if (p->where.words[0] != '\0')
		return;
	va_start(ap, fmt);
	vsnprintf(p->where.words, sizeof p->where.words, fmt, ap);
	va_end(ap);
}

static void end(struct plan *p, enum cause cause)
{
	p->stage = DONE;
	p->where.cause = cause;
}

static bool attempt_known(const struct location *w, const struct address *at)
{
	for (size_t i = 0; i < w->n; i++)
		if (address_same_host(&w->attempt[i].at, at) &&
		    address_port(&w->attempt[i].at) == address_port(at))
			return true;
	return false;
}

static void add_attempt(struct plan *p, const struct target *t, const struct address *host,
                        bool secure)
{
	struct location *w = &p->where;
	struct attempt *a = &w->attempt[w->n];

	a->at = *host;
	address_set_port(&a->at, t->port);
	/* Twenty names for one address are still one server. */
	if (attempt_known(w, &a->at))
		return;
	a->direct_tls = false;
	a->secure = secure;
	snprintf(a->target, sizeof a->target, "%s", t->name);
	w->n++;
}

static bool any(const struct plan *p, enum dns_outcome outcome)
{
	for (size_t i = 0; i < p->n_targets; i++)
		for (int f = 0; f < FAMILIES; f++)
			if (p->target[i].of[f].outcome == outcome)
				return true;
	return false;
}

static enum cause no_address(struct plan *p)
{
	if (any(p, DNS_BOGUS))
		return CAUSE_DNS_BOGUS;
	if (any(p, DNS_FAILED))
		return CAUSE_DNS_FAILED;
	if (p->by_srv) {
		note(p, "no target of SRV %s%s has an address", SERVICE, p->domain);
		return CAUSE_DNS_NO_SERVICE;
	}
	if (any(p, DNS_NO_NAME)) {
		note(p, "%s does not exist", p->target[0].name);
		return CAUSE_DNS_NO_NAME;
	}
	note(p, "%s has no SRV record and no address", p->target[0].name);
	return CAUSE_DNS_NO_SERVICE;
}

static void collect_attempts(struct plan *p)
{
	/* A proxy's name comes from the operator, not from DNS. */
	bool way = !p->srv.answered || p->srv.secure;

	for (size_t i = 0; i < p->n_targets; i++) {
		const struct target *t = &p->target[i];

		/* RFC 7673 3.4: half of a forged target is no target. */
		if (t->of[0].outcome == DNS_BOGUS || t->of[1].outcome == DNS_BOGUS)
			continue;
		for (int f = 0; f < FAMILIES; f++)
			for (size_t a = 0; a < t->of[f].n; a++)
				if (p->where.n < LOCATE_MAX_ATTEMPTS)
					add_attempt(p, t, &t->of[f].address[a],
					            way && t->of[f].secure);
	}
	end(p, p->where.n != 0 ? CAUSE_NONE : no_address(p));
}

/* --- answers --------------------------------------------------------------- */

static void ask_addresses(struct plan *p, const char *name, unsigned port)
{
	struct target *t = &p->target[p->n_targets++];

	snprintf(t->name, sizeof t->name, "%s", name);
	t->port = port;
	p->stage = ASK_ADDRESSES;
}

static void on_srv(struct plan *p, const struct dns_reply *r)
{
	struct dns_srv srv[DNS_SRV_MAX];
	size_t n = 0;

	for (size_t i = 0; i < r->n_srv; i++)
		if (r->srv[i].target[0] != '\0')
			srv[n++] = r->srv[i];
	/* There is a record: whatever it says, the domain's own addresses are
	 * not asked for any more (RFC 6120 3.2.1, rules 5 to 8). */
	if (n == 0) {
		note(p, r->n_srv != 0 ? "SRV %s%s says \".\": no service" :
		                        "SRV %s%s names no usable target", SERVICE, p->domain);
		end(p, CAUSE_DNS_NO_SERVICE);
		return;
	}
	p->by_srv = true;
	srv_order(srv, n, p->chance, p->arg);
	for (size_t i = 0; i < n && i < LOCATE_MAX_TARGETS; i++)
		ask_addresses(p, srv[i].target, srv[i].port);
}

static void srv_answered(struct plan *p, const struct dns_reply *r)
{
	switch (r->outcome) {
	case DNS_DATA:
		on_srv(p, r);
		break;
	case DNS_NO_DATA:
	case DNS_NO_NAME:
		ask_addresses(p, p->domain, PORT);
		break;
	case DNS_FAILED:	/* an attacker who suppresses SRV gets no fall-back */
		end(p, CAUSE_DNS_FAILED);
		break;
	case DNS_BOGUS:
		end(p, CAUSE_DNS_BOGUS);
		break;
	}
}

static struct lookup *slot_lookup(struct plan *p, unsigned slot)
{
	assert(slot <= p->n_targets * FAMILIES);
	if (slot == SLOT_SRV)
		return &p->srv;
	return &p->target[(slot - 1) / FAMILIES].of[(slot - 1) % FAMILIES];
}

static void slot_question(const struct plan *p, unsigned slot, struct plan_question *q)
{
	q->slot = slot;
	if (slot == SLOT_SRV) {
		q->type = DNS_SRV;
		memcpy(q->name, SERVICE, strlen(SERVICE));
		memcpy(q->name + strlen(SERVICE), p->domain, strlen(p->domain) + 1);
	} else {
		q->type = family_type[(slot - 1) % FAMILIES];
		memcpy(q->name, p->target[(slot - 1) / FAMILIES].name, sizeof q->name);
	}
}

static bool all_answered(const struct plan *p)
{
	for (size_t i = 0; i < p->n_targets; i++)
		if (!p->target[i].of[0].answered || !p->target[i].of[1].answered)
			return false;
	return true;
}

void plan_answer(struct plan *p, unsigned slot, const struct dns_reply *r)
{
	struct lookup *l = slot_lookup(p, slot);
	struct plan_question q;

	assert(l->asked && !l->answered);
	if (p->stage == DONE)
		return;
	l->answered = true;
	l->outcome = r->outcome;
	l->secure = r->secure;
	if (r->outcome == DNS_DATA && slot != SLOT_SRV) {
		l->n = r->n_address;
		memcpy(l->address, r->address, r->n_address * sizeof r->address[0]);
	}
	if (r->outcome == DNS_FAILED || r->outcome == DNS_BOGUS) {
		slot_question(p, slot, &q);
		note(p, "%s %s: %s", type_words(q.type), q.name,
		     r->words != NULL ? r->words : "no reason given");
	}
	if (p->stage == ASK_SRV)
		srv_answered(p, r);
	else if (all_answered(p))
		collect_attempts(p);
}

/* --- questions ------------------------------------------------------------- */

bool plan_ask(struct plan *p, struct plan_question *q)
{
	unsigned first = p->stage == ASK_SRV ? SLOT_SRV : SLOT_SRV + 1;
	unsigned last = p->stage == ASK_SRV ? SLOT_SRV : (unsigned)p->n_targets * FAMILIES;

	for (unsigned slot = first; p->stage != DONE && slot <= last; slot++) {
		if (slot_lookup(p, slot)->asked)
			continue;
		slot_lookup(p, slot)->asked = true;
		slot_question(p, slot, q);
		return true;
	}
	return false;
}

void plan_give_up(struct plan *p, const char *words)
{
	struct dns_reply failed = { .outcome = DNS_FAILED, .words = words };
	enum stage stage = p->stage;
	unsigned n = stage == ASK_SRV ? SLOT_SRV : (unsigned)p->n_targets * FAMILIES;

	for (unsigned slot = stage == ASK_SRV ? SLOT_SRV : SLOT_SRV + 1; slot <= n; slot++) {
		struct lookup *l = slot_lookup(p, slot);

		l->asked = true;
		if (p->stage != DONE && !l->answered)
			plan_answer(p, slot, &failed);
	}
	assert(p->stage == DONE);
}

bool plan_done(const struct plan *p)
{
	return p->stage == DONE;
}

const struct location *plan_location(const struct plan *p)
{
	assert(p->stage == DONE);
	return &p->where;
}

/* --- the beginning --------------------------------------------------------- */

/* An address without a port; brackets are allowed. */
static bool literal(const char *text, struct address *out)
{
	char with_port[DNS_NAME_SIZE + 16];
	struct view v = view_of(text);
	bool bare6 = view_find(v, VIEW(":")) != v.n && text[0] != '[';

	if (v.n >= DNS_NAME_SIZE)
		return false;
	snprintf(with_port, sizeof with_port, bare6 ? "[%s]:%d" : "%s:%d", text, PORT);
	return address_parse(view_of(with_port), out);
}

static void begin_address(struct plan *p, const char *text, const struct address *at)
{
	struct target t = { .port = address_port(at) };

	snprintf(t.name, sizeof t.name, "%s", text);
	add_attempt(p, &t, at, false);
	end(p, CAUSE_NONE);
}

/* "host", "host:port", or an address with or without a port. */
static void begin_proxy(struct plan *p, const char *proxy)
{
	struct view host, port_text;
	struct address at;
	uint64_t port = PORT;
	char *name;

	if ((address_parse(view_of(proxy), &at) && address_port(&at) != 0) ||
	    literal(proxy, &at)) {
		begin_address(p, proxy, &at);
		return;
	}
	if (view_cut(view_of(proxy), ':', &host, &port_text) &&
	    !text_u64(port_text, 1, 65535, &port))
		port = 0;
	name = view_dup(host);
	if (port != 0 && dns_name_valid(name)) {
		ask_addresses(p, name, (unsigned)port);
	} else {
		note(p, "proxy \"%.80s\" is neither a host nor host:port", proxy);
		end(p, CAUSE_DNS_NO_SERVICE);
	}
	free(name);
}

static void begin_domain(struct plan *p, const char *domain)
{
	struct address ignored;

	if (literal(domain, &ignored)) {
		note(p, "%s is an address: there is no SRV record to ask for", domain);
		end(p, CAUSE_DNS_NO_SERVICE);
	} else if (!dns_name_valid(domain)) {
		note(p, "\"%.80s\" is no name of DNS", domain);
		end(p, CAUSE_DNS_NO_SERVICE);
	} else {
		snprintf(p->domain, sizeof p->domain, "%s", domain);
		/* So long a domain cannot have such a record. */
		if (strlen(SERVICE) + strlen(domain) > 253)
			ask_addresses(p, domain, PORT);
	}
}

struct plan *plan_new(const char *domain, const char *proxy, dns_chance_fn *chance, void *arg)
{
	struct plan *p = mem_zalloc(sizeof *p);

	p->stage = ASK_SRV;
	p->chance = chance;
	p->arg = arg;
	if (proxy != NULL)
		begin_proxy(p, proxy);
	else
		begin_domain(p, domain);
	return p;
}

void plan_free(struct plan **pp)
{
	free(*pp);
	*pp = NULL;
}
