/* All receiving streams at once: after a reload, in a drain, at the end. */
#include "edge/certificate.h"
#include "edge/inbound_private.h"

/* Would the pair still be let in, proved as it was? */
static bool still_welcome(const struct inbound *in, struct pair pair)
{
	const struct edge_settings *s = in->edge->settings;
	const struct partner *p = partner_of(s->partners, pair.from);

	return p != NULL && own_domain(s, pair.to) != NULL &&
	       policy_allows(&p->policy, inbound_method(in, pair.from));
}

void inbound_sweep(struct edge *e)
{
	size_t pos = 0;
	uint64_t id;
	void *value;

	while (ids_next(e->inbound, &pos, &id, &value)) {
		struct inbound *in = value;
		size_t at = 0;
		struct pair pair;
		enum pair_state state;
		bool welcome = in->from == NULL ||
		               partner_of(e->settings->partners, view_of(in->from)) != NULL;

		while (pairs_next(in->pairs, &at, &pair, &state))
			if (state == PAIR_PROVED && !still_welcome(in, pair))
				welcome = false;
		if (!welcome)
			inbound_refuse(in, CAUSE_PARTNER_UNKNOWN,
			               "the configuration has changed");
	}
}

void inbound_look_at_certificates(struct edge *e)
{
	size_t pos = 0;
	uint64_t id;
	void *value;
	enum cause why;

	while (ids_next(e->inbound, &pos, &id, &value)) {
		struct inbound *in = value;

		if (in->identity == NULL || in->ended)
			continue;
		why = certificate_of(e, in->conn, view_of(in->identity));
		if (why != CAUSE_NONE)
			inbound_refuse(in, CAUSE_CERT_OVER, cause_label(why));
		else
			certificate_relied_on(e, in->conn);
	}
}

void inbound_drain(struct edge *e, enum cause cause, bool all)
{
	size_t pos = 0;
	uint64_t id;
	void *value;

	while (ids_next(e->inbound, &pos, &id, &value)) {
		struct inbound *in = value;

		if (!all && inbound_carries_both_ways(in))
			continue;
		in->opened = true;	/* not a failure of the partner */
		inbound_refuse(in, cause, NULL);
	}
}

void inbound_free_all(struct edge *e)
{
	size_t pos = 0;
	uint64_t id;
	void *value;

	while (ids_next(e->inbound, &pos, &id, &value))
		inbound_free(value);
}
