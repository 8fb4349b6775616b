#include "model/model.h"

#include <string.h>

#include "lib/tsv.h"

/* --- the table -------------------------------------------------------------------- */

static bool read_ways(struct view text, unsigned *out)
{
	static const struct {
		const char *name;
		unsigned way;
	} names[] = { { "-", 0 },
		      { "sasl-tls", WAY_SASL_TLS },
		      { "tls-dialback", WAY_TLS_DIALBACK },
		      { "tcp-dialback", WAY_TCP_DIALBACK } };
	struct view one;
	bool more = true;

	*out = 0;
	while (more) {
		size_t i = 0;

		more = view_cut(text, ',', &one, &text);
		while (i < sizeof names / sizeof names[0] && !view_is(one, names[i].name))
			i++;
		if (i == sizeof names / sizeof names[0])
			return false;
		*out |= names[i].way;
	}
	return true;
}

static bool read_level(struct view text, char out[16])
{
	if (!view_is(text, "required") && !view_is(text, "optional") &&
	    !view_is(text, "not-supported"))
		return false;
	memcpy(out, text.p, text.n);
	out[text.n] = '\0';
	return true;
}

static bool read_row(const struct tsv *t, size_t row, struct model_policy *p)
{
	struct view dialback = tsv_cell(t, row, tsv_column(t, "dialback"));

	p->dialback = view_is(dialback, "true");
	p->refused = view_is(tsv_cell(t, row, tsv_column(t, "verdict")), "refused");
	return (p->dialback || view_is(dialback, "false")) &&
	       read_level(tsv_cell(t, row, tsv_column(t, "tls")), p->tls) &&
	       read_level(tsv_cell(t, row, tsv_column(t, "sasl")), p->sasl) &&
	       read_ways(tsv_cell(t, row, tsv_column(t, "inbound")), &p->in) &&
	       read_ways(tsv_cell(t, row, tsv_column(t, "outbound")), &p->out);
}

bool model_load(const char *path, struct model *m, struct fault *f)
{
	static const char *const column[] = { "tls",     "sasl",    "dialback",
		                              "verdict", "inbound", "outbound" };
	struct tsv *t = tsv_open(path, f);
	bool ok = t != NULL;

	memset(m, 0, sizeof *m);
	for (size_t i = 0; ok && i < sizeof column / sizeof column[0]; i++)
		ok = tsv_column(t, column[i]) >= 0 ||
		     fault_set(f, path, 1, 0, "no column \"%s\"", column[i]);
	if (ok && tsv_rows(t) != MODEL_POLICIES)
		ok = fault_set(f, path, 0, 0, "%zu policies; there are %d", tsv_rows(t),
		               MODEL_POLICIES);
	for (size_t i = 0; ok && i < MODEL_POLICIES; i++)
		ok = read_row(t, i, &m->policy[i]) ||
		     fault_set(f, path, tsv_line(t, i), 0, "this is no row of the table");
	tsv_close(&t);
	return ok;
}

/* --- the rules ---------------------------------------------------------------------- */

static struct outcome refused(const struct model_policy *p, const struct cell *c,
                              unsigned allowed, bool secure)
{
	if (!secure && strcmp(p->tls, "required") == 0)
		return (struct outcome){ 0, "TLS is required, and the partner has none" };
	if (!secure && (allowed & WAY_TCP_DIALBACK) == 0)
		return (struct outcome){
			0, "without TLS there is no EXTERNAL, and dialback is off"
		};
	if (!c->dialback && c->offer != OFFER_EXTERNAL)
		return (struct outcome){ 0, "the partner has no way to prove who it is" };
	if (c->offer == OFFER_EXTERNAL && (allowed & WAY_SASL_TLS) != 0)
		return (struct outcome){
			0, "the certificate proves nothing, and there is no dialback"
		};
	if (c->offer == OFFER_EXTERNAL)
		return (struct outcome){ 0,
			                 "EXTERNAL is off, and the partner has no dialback" };
	return (struct outcome){
		0, "EXTERNAL is required, and dialback does not stand in for it"
	};
}

struct outcome model_outcome(const struct model *m, const struct cell *c)
{
	const struct model_policy *p = &m->policy[c->policy];
	unsigned allowed = c->inbound ? p->in : p->out;
	/* TLS is used whenever both can (RFC 6120 5.3.1). */
	bool secure = c->offer != OFFER_NOTHING && strcmp(p->tls, "not-supported") != 0;

	/* A certificate that proves nothing makes EXTERNAL impossible (6.3.4), and
	 * takes nothing away from dialback (XEP-0220 2.1). */
	if (secure && c->offer == OFFER_EXTERNAL && c->proof == PROOF_VALID &&
	    (allowed & WAY_SASL_TLS) != 0)
		return (struct outcome){ WAY_SASL_TLS,
			                 "both have EXTERNAL, and the certificate is right" };
	if (secure && c->dialback && (allowed & WAY_TLS_DIALBACK) != 0)
		return (struct outcome){
			WAY_TLS_DIALBACK,
			(allowed & WAY_SASL_TLS) == 0
			        ? "TLS, and dialback, which needs no certificate"
			        : "EXTERNAL cannot be, dialback inside TLS may"
		};
	if (!secure && c->dialback && (allowed & WAY_TCP_DIALBACK) != 0)
		return (struct outcome){ WAY_TCP_DIALBACK,
			                 c->offer == OFFER_NOTHING
			                         ? "the partner has no TLS, and may do without"
			                         : "TLS is off here, so dialback in clear" };
	return refused(p, c, allowed, secure);
}
