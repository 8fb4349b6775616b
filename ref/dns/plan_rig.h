/* plan_rig.h - what DNS answers a plan, without a network; for the tests of this folder. */
#ifndef REF_DNS_PLAN_RIG_H
#define REF_DNS_PLAN_RIG_H

#include "dns/plan.h"
#include "dns/testpacket.h"
#include "lib/unit.h"

/* What the world of one test answers; anything else does not exist. */
struct fact {
	const char *name;
	enum dns_type type;
	const char *text;	/* a record, "nodata", "servfail", "bogus", "never" */
	bool insecure;
};

static inline uint32_t first(void *arg, uint32_t n)
{
	(void)arg, (void)n;
	return 0;
}

static inline void reply_of(const struct fact *facts, size_t n, const struct plan_question *q,
                     struct dns_reply *r)
{
	struct buf b = { 0 }, records = { 0 };
	unsigned rcode = 3, count = 0;
	bool bogus = false, secure = true;

	for (size_t i = 0; i < n; i++) {
		if (strcmp(facts[i].name, q->name) != 0 || facts[i].type != q->type)
			continue;
		secure = secure && !facts[i].insecure;
		rcode = 0;
		if (strcmp(facts[i].text, "servfail") == 0)
			rcode = 2;
		else if (strcmp(facts[i].text, "bogus") == 0)
			bogus = true;
		else if (strcmp(facts[i].text, "nodata") != 0)
			tp_add(&records, q->name, facts[i].text), count++;
	}
	tp_header(&b, 1, 0x8180 | rcode, 0, count, 0);
	buf_putv(&b, buf_view(&records));
	packet_read(buf_view(&b), q->name, q->type, r);
	r->secure = secure;
	if (bogus) {
		r->outcome = DNS_BOGUS;
		r->words = "signature expired";
	}
	buf_free(&b);
	buf_free(&records);
}

#endif
