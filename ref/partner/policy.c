#include "partner/policy.h"

#include <stddef.h>

static const char *const level_words[] = {
	[POLICY_REQUIRED] = "required",
	[POLICY_OPTIONAL] = "optional",
	[POLICY_NOT_SUPPORTED] = "not-supported",
};

static const struct {
	enum policy_method method;
	const char *words;
} method_words[] = {
	{ METHOD_SASL_TLS, "SASL over TLS" },
	{ METHOD_TLS_DIALBACK, "dialback over TLS" },
	{ METHOD_TCP_DIALBACK, "dialback without TLS" },
};

#define N_METHODS (sizeof method_words / sizeof method_words[0])

/* The closed form of the 18 rows. */
unsigned policy_methods(const struct policy *p)
{
	bool tls = p->tls != POLICY_NOT_SUPPORTED;
	bool all_required = p->tls == POLICY_REQUIRED &&
	                    p->sasl == POLICY_REQUIRED;
	unsigned m = 0;

	if (tls && p->sasl != POLICY_NOT_SUPPORTED)
		m |= METHOD_SASL_TLS;
	if (p->dialback && tls && !all_required)
		m |= METHOD_TLS_DIALBACK;
	if (p->dialback && p->tls != POLICY_REQUIRED)
		m |= METHOD_TCP_DIALBACK;
	return m;
}

static bool has(const struct policy *p, enum policy_method m)
{
	return (policy_methods(p) & m) != 0;
}

static struct policy_check refused(const struct policy *p)
{
	if (p->sasl == POLICY_NOT_SUPPORTED)
		return (struct policy_check){ POLICY_REFUSED,
			"no-method-enabled",
			"neither sasl nor dialback is enabled, so nothing can "
			"authenticate" };
	if (p->sasl == POLICY_REQUIRED)
		return (struct policy_check){ POLICY_REFUSED,
			"sasl-impossible",
			"sasl is required but cannot run with tls "
			"not-supported, and dialback is off" };
	return (struct policy_check){ POLICY_REFUSED, "sasl-needs-tls",
		"sasl cannot run with tls not-supported, and dialback is off" };
}

struct policy_check policy_check(const struct policy *p)
{
	if (policy_methods(p) == 0)
		return refused(p);
	if (p->dialback && !has(p, METHOD_TLS_DIALBACK) &&
	    !has(p, METHOD_TCP_DIALBACK))
		return (struct policy_check){ POLICY_VALID_WITH_WARNING,
			"dialback-never-used",
			"tls and sasl are required, so dialback will never be "
			"used" };
	if (p->sasl != POLICY_NOT_SUPPORTED && p->tls != POLICY_REQUIRED)
		return (struct policy_check){ POLICY_VALID_WITH_WARNING,
			"sasl-needs-tls",
			"sasl runs only over tls, which is not required, so "
			"it may not come about" };
	return (struct policy_check){ POLICY_VALID, "-", "" };
}

struct stream_offer policy_offer(const struct policy *p, bool secure,
                                 bool proved)
{
	struct stream_offer o = { .sm = false };

	if (!secure) {
		/* Without dialback beside it a lone <starttls/> is mandatory
		 * in effect (RFC 6120 5.3.1), so <required/> is said by the
		 * setting alone. */
		o.starttls = p->tls != POLICY_NOT_SUPPORTED;
		o.starttls_required = p->tls == POLICY_REQUIRED;
		o.dialback = has(p, METHOD_TCP_DIALBACK);
		return o;
	}
	o.external = proved && has(p, METHOD_SASL_TLS);
	o.dialback = has(p, METHOD_TLS_DIALBACK);
	return o;
}

enum cause policy_dead_end(const struct policy *p, bool secure, bool proved,
                           enum cause why_not)
{
	struct stream_offer o = policy_offer(p, secure, proved);

	if (o.starttls || o.external || o.dialback)
		return CAUSE_NONE;
	if (!has(p, METHOD_SASL_TLS))
		/* Direct TLS with a partner whose setting forbids it, or
		 * settings that policy_check() refuses. */
		return secure && p->tls == POLICY_NOT_SUPPORTED
		               ? CAUSE_TLS_NOT_WANTED : CAUSE_NO_METHOD;
	return why_not != CAUSE_NONE ? why_not : CAUSE_SASL_REQUIRED;
}

enum cause policy_dialback_cause(const struct policy *p, bool secure)
{
	if (has(p, secure ? METHOD_TLS_DIALBACK : METHOD_TCP_DIALBACK))
		return CAUSE_NONE;
	if (!p->dialback)
		return CAUSE_DB_DISABLED;
	if (!secure)
		return CAUSE_TLS_REQUIRED;
	return p->tls == POLICY_NOT_SUPPORTED ? CAUSE_TLS_NOT_WANTED
	                                      : CAUSE_SASL_REQUIRED;
}

const char *policy_level_word(enum policy_level l)
{
	return level_words[l];
}

const char *policy_method_words(enum policy_method m)
{
	size_t i = 0;

	while (method_words[i].method != m)
		i++;
	return method_words[i].words;
}

void policy_explain(const struct policy *p, struct buf *out)
{
	const char *before = ": ";

	buf_printf(out, "tls=%s sasl=%s dialback=%s", level_words[p->tls],
	           level_words[p->sasl], p->dialback ? "yes" : "no");
	for (size_t i = 0; i < N_METHODS; i++) {
		if (!has(p, method_words[i].method))
			continue;
		buf_puts(out, before);
		buf_puts(out, method_words[i].words);
		before = ", else ";
	}
	if (policy_methods(p) == 0)
		buf_puts(out, ": impossible");
}
