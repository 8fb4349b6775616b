#include "edge/certificate.h"

/* A clock that is set back, or an expiry within the second. */
#define AGAIN_MS   1000
/* The chain that was shown has expired, and by the trust that counts the certificate
 * is good all the same.  Attack: one of those has all streams looked at each second. */
#define GOOD_MS    60000
#define LONGEST_MS (24 * 3600 * (uint64_t)1000)

enum cause certificate_of(const struct edge *e, const struct conn *c, struct view domain)
{
	const struct edge_settings *s = e->settings;

	return conn_certificate(c, domain, trust_for(s, partner_of(s->partners, domain)));
}

const char *certificate_label(enum cause certificate)
{
	return certificate == CAUSE_NONE ? "good" : cause_label(certificate);
}

static void due(void *arg)
{
	certificates_look(arg);
}

void certificate_relied_on(struct edge *e, const struct conn *c)
{
	uint64_t left = conn_certificate_left(c), at;

	if (left == UINT64_MAX)
		return;
	if (left == 0)
		left = GOOD_MS;
	at = loop_now(e->loop) + AGAIN_MS + (left < LONGEST_MS ? left : LONGEST_MS);
	if (e->certificates == NULL)
		e->certificates = timer_new(e->loop, due, e);
	if (e->certificates_due == 0 || at < e->certificates_due) {
		e->certificates_due = at;
		timer_set(e->certificates, at);
	}
}

void certificates_look(struct edge *e)
{
	e->certificates_due = 0;
	inbound_look_at_certificates(e);
	outbound_look_at_certificates(e);
}
