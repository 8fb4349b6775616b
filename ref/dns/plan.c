#include "dns/plan.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "dns/plan_private.h"
#include "lib/mem.h"

static const enum dns_type family_type[FAMILIES] = { DNS_AAAA, DNS_A };

/* --- the end --------------------------------------------------------------- */

/* The first thing that went wrong is what an operator wants to read. */
void plan_note(struct plan *p, const char *fmt, ...)
{
	va_list ap;

	if (p->where.words[0] != '\0')
		return;
	va_start(ap, fmt);
	vsnprintf(p->where.words, sizeof p->where.words, fmt, ap);
	va_end(ap);
}

void plan_end(struct plan *p, enum cause cause)
{
	p->stage = DONE;
	p->where.cause = cause;
}

static bool attempt_known(const struct location *w, const struct attempt *a)
{
	for (size_t i = 0; i < w->n; i++)
		if (w->attempt[i].transport == a->transport &&
		    w->attempt[i].direct_tls == a->direct_tls &&
		    address_same_host(&w->attempt[i].at, &a->at) &&
		    address_port(&w->attempt[i].at) == address_port(&a->at))
			return true;
	return false;
}

static void add_attempt(struct plan *p, const struct plan_target *t, const struct address *host,
                        int tlsa, bool secure)
{
	struct location *w = &p->where;
	struct attempt *a = &w->attempt[w->n];

	a->at = *host;
	address_set_port(&a->at, t->port);
	a->transport = t->transport;
	a->direct_tls = t->direct_tls;
	/* Twenty names for one address are still one server. */
	if (attempt_known(w, a))
		return;
	a->secure = secure;
	a->target_secure = p->dane && p->by_srv && t->way_secure;
	a->tlsa = tlsa;
	snprintf(a->target, sizeof a->target, "%s", t->name);
	w->n++;
}

static bool any(const struct plan *p, enum dns_outcome outcome)
{
	for (size_t i = 0; i < p->n_targets; i++)
		if (p->target[i].tlsa.outcome == outcome && p->target[i].tlsa.answered)
			return true;
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
		plan_note(p, "no target of SRV %s has an address", p->service[0].name);
		return CAUSE_DNS_NO_SERVICE;
	}
	if (any(p, DNS_NO_NAME)) {
		plan_note(p, "%s does not exist", p->target[0].name);
		return CAUSE_DNS_NO_NAME;
	}
	plan_note(p, "%s has no SRV record and no address", p->target[0].name);
	return CAUSE_DNS_NO_SERVICE;
}

static void collect_attempts(struct plan *p)
{
	for (size_t i = 0; i < p->n_targets; i++) {
		const struct plan_target *t = &p->target[i];

		if (!plan_target_usable(t))
			continue;
		/* RFC 8305 4: the families take turns. */
		for (size_t a = 0; a < DNS_ADDRESS_MAX; a++)
			for (int f = 0; f < FAMILIES; f++)
				if (a < t->of[f].n && p->where.n < LOCATE_MAX_ATTEMPTS)
					add_attempt(p, t, &t->of[f].address[a],
					            p->where.tlsa[i] != NULL ? (int)i : -1,
					            t->way_secure && t->of[f].secure);
	}
	plan_end(p, p->where.n != 0 ? CAUSE_NONE : no_address(p));
}

/* --- answers --------------------------------------------------------------- */

void plan_ask_addresses(struct plan *p, const char *name, unsigned port,
                        enum sip_transport transport, bool way_secure)
{
	struct plan_target *t;

	p->stage = ASK_ADDRESSES;
	if (p->n_targets == LOCATE_MAX_TARGETS)
		return;
	t = &p->target[p->n_targets++];
	snprintf(t->name, sizeof t->name, "%s", name);
	t->port = port;
	t->transport = transport;
	t->way_secure = way_secure;
}

bool plan_ask_srv(struct plan *p, const char *prefix, const char *name,
                  enum sip_transport transport)
{
	struct plan_service *s = &p->service[p->n_services];

	/* So long a domain cannot have such a record. */
	if (p->n_services == PLAN_SERVICES || strlen(prefix) + strlen(name) > 253)
		return false;
	p->stage = ASK_SRV;
	p->n_services++;
	memcpy(s->name, prefix, strlen(prefix));
	memcpy(s->name + strlen(prefix), name, strlen(name) + 1);
	s->transport = transport;
	return true;
}

static void take_target(struct plan *p, const struct plan_service *s, const struct dns_srv *srv)
{
	size_t before = p->n_targets;

	p->by_srv = true;
	plan_ask_addresses(p, srv->target, srv->port, s->transport,
	                   p->way_secure && s->of.secure);
	if (p->n_targets != before)
		p->target[before].direct_tls = s->direct_tls;
}

static void take_targets(struct plan *p, const struct plan_service *s)
{
	for (size_t i = 0; i < s->n; i++)
		take_target(p, s, &s->srv[i]);
}

/* XEP-0368 3: one list, as if they were of one name. */
static void take_merged(struct plan *p)
{
	struct dns_srv all[PLAN_SERVICES * LOCATE_MAX_TARGETS];
	size_t n = 0;

	for (size_t i = 0; i < p->n_services; i++)
		for (size_t k = 0; k < p->service[i].n; k++) {
			all[n] = p->service[i].srv[k];
			all[n++].service = (unsigned)i;
		}
	srv_order(all, n, p->chance, p->arg);
	for (size_t i = 0; i < n; i++)
		take_target(p, &p->service[all[i].service], &all[i]);
}

static bool any_service(const struct plan *p, enum dns_outcome outcome)
{
	for (size_t i = 0; i < p->n_services; i++)
		if (p->service[i].of.outcome == outcome)
			return true;
	return false;
}

static void srv_answered(struct plan *p)
{
	if (p->merged && plan_forged(p)) {
		plan_end(p, CAUSE_DNS_BOGUS);
		return;
	}
	if (p->merged)
		take_merged(p);
	else
		for (size_t i = 0; i < p->n_services; i++)
			take_targets(p, &p->service[i]);
	if (p->by_srv)
		return;
	if (any_service(p, DNS_BOGUS)) {
		plan_end(p, CAUSE_DNS_BOGUS);
	} else if (any_service(p, DNS_FAILED)) {
		/* An attacker who suppresses SRV gets no fall-back. */
		plan_end(p, CAUSE_DNS_FAILED);
	} else if (any_service(p, DNS_DATA)) {
		/* There is a record: whatever it says, the domain's own addresses
		 * are not asked for any more (RFC 6120 3.2.1, rules 5 to 8; RFC
		 * 2782; XEP-0368 5). */
		plan_end(p, CAUSE_DNS_NO_SERVICE);
	} else {
		for (size_t i = 0; i < p->n_services; i++)
			p->way_secure = p->way_secure && p->service[i].of.secure;
		plan_ask_addresses(p, p->domain, p->port, p->transport, p->way_secure);
	}
}

static void keep_srv(struct plan *p, struct plan_service *s, const struct dns_reply *r)
{
	struct dns_srv srv[DNS_SRV_MAX];
	size_t n = 0;

	for (size_t i = 0; i < r->n_srv; i++)
		if (r->srv[i].target[0] != '\0')
			srv[n++] = r->srv[i];
	srv_order(srv, n, p->chance, p->arg);
	s->n = n < LOCATE_MAX_TARGETS ? n : LOCATE_MAX_TARGETS;
	memcpy(s->srv, srv, s->n * sizeof srv[0]);
	if (n == 0)
		plan_note(p, r->n_srv != 0 ? "SRV %s says \".\": no service" :
		                             "SRV %s names no usable target", s->name);
}

static bool services_answered(const struct plan *p)
{
	for (size_t i = 0; i < p->n_services; i++)
		if (!p->service[i].of.answered)
			return false;
	return true;
}

/* --- slots ----------------------------------------------------------------- */

/* Where the slots of a stage begin, and where they end. */
static void stage_slots(const struct plan *p, unsigned *first, unsigned *end)
{
	*first = *end = 0;
	switch (p->stage) {
	case ASK_NAPTR:
		*first = SLOT_NAPTR, *end = SLOT_NAPTR + 1;
		break;
	case ASK_SRV:
		*first = SLOT_SRV, *end = SLOT_SRV + (unsigned)p->n_services;
		break;
	case ASK_ADDRESSES:
		*first = SLOT_TARGET, *end = SLOT_TARGET + (unsigned)p->n_targets * FAMILIES;
		break;
	case ASK_TLSA:
		*first = SLOT_TLSA, *end = SLOT_TLSA + (unsigned)p->n_targets;
		break;
	case DONE:
		break;
	}
}

static struct plan_lookup *slot_lookup(struct plan *p, unsigned slot)
{
	if (slot == SLOT_NAPTR)
		return &p->naptr;
	if (slot < SLOT_TARGET)
		return &p->service[slot - SLOT_SRV].of;
	if (slot >= SLOT_TLSA) {
		assert(slot < SLOT_TLSA + p->n_targets);
		return &p->target[slot - SLOT_TLSA].tlsa;
	}
	assert(slot < SLOT_TARGET + p->n_targets * FAMILIES);
	return &p->target[(slot - SLOT_TARGET) / FAMILIES].of[(slot - SLOT_TARGET) % FAMILIES];
}

static void slot_question(const struct plan *p, unsigned slot, struct plan_question *q)
{
	const char *name;

	q->slot = slot;
	if (slot == SLOT_NAPTR) {
		q->type = DNS_NAPTR;
		name = p->domain;
	} else if (slot < SLOT_TARGET) {
		q->type = DNS_SRV;
		name = p->service[slot - SLOT_SRV].name;
	} else if (slot >= SLOT_TLSA) {
		const struct plan_target *t = &p->target[slot - SLOT_TLSA];

		q->type = DNS_TLSA;
		snprintf(q->name, sizeof q->name, "_%u._tcp.%s", t->port, t->name);
		return;
	} else {
		q->type = family_type[(slot - SLOT_TARGET) % FAMILIES];
		name = p->target[(slot - SLOT_TARGET) / FAMILIES].name;
	}
	memcpy(q->name, name, sizeof q->name);
}

static bool all_answered(const struct plan *p, enum plan_stage stage)
{
	for (size_t i = 0; i < p->n_targets; i++) {
		const struct plan_target *t = &p->target[i];

		if (stage == ASK_TLSA ? !t->tlsa.answered
		                      : !t->of[0].answered || !t->of[1].answered)
			return false;
	}
	return true;
}

void plan_answer(struct plan *p, unsigned slot, const struct dns_reply *r)
{
	struct plan_lookup *l = slot_lookup(p, slot);
	struct plan_question q;

	assert(l->asked);
	if (p->stage == DONE || l->answered)
		return;
	l->answered = true;
	l->outcome = r->outcome;
	l->secure = r->secure;
	if (r->outcome == DNS_DATA && slot >= SLOT_TARGET && slot < SLOT_TLSA) {
		l->n = r->n_address;
		memcpy(l->address, r->address, r->n_address * sizeof r->address[0]);
	}
	if (r->outcome == DNS_FAILED || r->outcome == DNS_BOGUS) {
		slot_question(p, slot, &q);
		plan_note(p, "%s %s: %s", dns_type_word(q.type), q.name,
		          r->words != NULL ? r->words : "no reason given");
	}
	if (slot == SLOT_NAPTR) {
		p->naptr_answered(p, r);
	} else if (slot < SLOT_TARGET) {
		if (r->outcome == DNS_DATA)
			keep_srv(p, &p->service[slot - SLOT_SRV], r);
		if (services_answered(p))
			srv_answered(p);
	} else if (slot >= SLOT_TLSA) {
		plan_keep_tlsa(p, slot - SLOT_TLSA, r);
		if (all_answered(p, ASK_TLSA))
			collect_attempts(p);
	} else if (all_answered(p, ASK_ADDRESSES) && !plan_ask_tlsa(p)) {
		collect_attempts(p);
	}
}

/* --- questions ------------------------------------------------------------- */

bool plan_ask(struct plan *p, struct plan_question *q)
{
	unsigned slot, end;

	for (stage_slots(p, &slot, &end); slot < end; slot++) {
		if (slot_lookup(p, slot)->asked)
			continue;
		slot_lookup(p, slot)->asked = true;
		slot_question(p, slot, q);
		return true;
	}
	return false;
}

bool plan_may_hurry(const struct plan *p)
{
	return p->stage != DONE && plan_could_go_on(p);
}

static void fail_stage(struct plan *p, const char *words)
{
	struct dns_reply *failed = mem_zalloc(sizeof *failed);
	enum plan_stage stage = p->stage;
	unsigned slot, end;

	failed->outcome = DNS_FAILED;
	failed->words = words;
	for (stage_slots(p, &slot, &end); slot < end && p->stage == stage; slot++) {
		struct plan_lookup *l = slot_lookup(p, slot);

		l->asked = true;
		if (!l->answered)
			plan_answer(p, slot, failed);
	}
	free(failed);
}

void plan_hurry(struct plan *p, const char *words)
{
	fail_stage(p, words);
}

void plan_give_up(struct plan *p, const char *words)
{
	/* A stage may leave for the next, when some of its answers were good. */
	while (p->stage != DONE)
		fail_stage(p, words);
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

bool plan_literal(const char *text, unsigned port, struct address *out)
{
	char with_port[DNS_NAME_SIZE + 16];
	struct view v = view_of(text);
	bool bare6 = view_find(v, VIEW(":")) != v.n && text[0] != '[';

	if (v.n >= DNS_NAME_SIZE)
		return false;
	snprintf(with_port, sizeof with_port, bare6 ? "[%s]:%u" : "%s:%u", text, port);
	return address_parse(view_of(with_port), out);
}

void plan_only_address(struct plan *p, const char *text, const struct address *at,
                       enum sip_transport transport)
{
	struct plan_target t = { .port = address_port(at), .transport = transport };

	snprintf(t.name, sizeof t.name, "%s", text);
	add_attempt(p, &t, at, -1, false);
	plan_end(p, CAUSE_NONE);
}

struct plan *plan_make(dns_chance_fn *chance, void *arg)
{
	struct plan *p = mem_zalloc(sizeof *p);

	p->stage = ASK_SRV;
	p->way_secure = true;
	p->chance = chance;
	p->arg = arg;
	return p;
}

void plan_free(struct plan **pp)
{
	if (*pp != NULL)
		location_clear(&(*pp)->where);
	free(*pp);
	*pp = NULL;
}
