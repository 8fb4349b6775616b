/* plan_xmpp_rig.h - a partner's domain looked up to the end, in whatever order the answers
 * come; for the tests of this folder.
 */
#ifndef REF_DNS_PLAN_XMPP_RIG_H
#define REF_DNS_PLAN_XMPP_RIG_H

#include "dns/location_for_tests.h"
#include "dns/plan_rig.h"
#include "lib/rng.h"

static struct location where;
static char asked[4000];	/* "SRV name, AAAA name, ..." */

static inline void note_question(struct buf *b, const struct plan_question *q)
{
	buf_printf(b, "%s%s %s", buf_len(b) != 0 ? ", " : "", dns_type_word(q->type), q->name);
}

static inline void run(const char *domain, const char *proxy, const struct fact *facts, size_t n,
                bool backwards)
{
	struct plan *p = plan_new(domain, proxy, first, NULL);
	struct plan_question q[2 + 2 * LOCATE_MAX_TARGETS];
	struct buf questions = { 0 };
	struct dns_reply r;
	size_t waiting;

	for (;;) {
		for (waiting = 0; plan_ask(p, &q[waiting]); waiting++)
			note_question(&questions, &q[waiting]);
		if (waiting == 0)
			break;
		for (size_t i = 0; i < waiting; i++) {
			const struct plan_question *one = &q[backwards ? waiting - 1 - i : i];

			ck_assert(!plan_done(p));
			reply_of(facts, n, one, &r);
			plan_answer(p, one->slot, &r);
		}
	}
	ck_assert(plan_done(p));
	location_clear(&where);
	location_copy(&where, plan_location(p));
	ck_assert((where.cause == CAUSE_NONE) == (where.n != 0));
	plan_free(&p);
	ck_assert_uint_lt(buf_len(&questions), sizeof asked);
	memset(asked, 0, sizeof asked);
	if (buf_len(&questions) != 0)
		memcpy(asked, buf_cstr(&questions), buf_len(&questions));
	buf_free(&questions);
}

#define RUN(domain, proxy, ...) \
	do { \
		const struct fact facts_[] = { __VA_ARGS__ }; \
		run((domain), (proxy), facts_, sizeof facts_ / sizeof facts_[0], false); \
	} while (0)

#define SRV_NAME "_xmpp-server._tcp.peer.example"
#define SRVS_NAME "_xmpps-server._tcp.peer.example"
#define ASKS_SRV  "SRV " SRV_NAME ", SRV " SRVS_NAME

static inline void attempts_are(const char *expected)
{
	attempts_of(&where, expected);
}

static inline void refused(enum cause cause, const char *words)
{
	ck_assert_str_eq(cause_label(where.cause), cause_label(cause));
	ck_assert_str_eq(where.words, words);
	ck_assert_uint_eq(where.n, 0);
}

#endif
