/* A domain of ours: what DNS says of its certificate (RFC 7673), as a partner finds it,
 * against the certificate that is shown at each address: behind one name there may be
 * several edges, each with a key of its own. */
#include "check/edge_check_private.h"

#include <stdio.h>
#include <stdlib.h>

#include "lib/mem.h"

static const struct check_target *target_of(const struct edge_check *c)
{
	return &c->target[c->at_target];
}

static void put_name(const struct check_target *t, struct buf *out)
{
	buf_printf(out, "_%u._tcp.%s", t->port, t->host);
}

/* --- what it comes to ------------------------------------------------------------------- */

static const char *words_of(const struct edge_check *c)
{
	const struct check_tlsa *t = &c->tlsa;
	bool anchor = c->edge->settings->resolver.trust_anchor != NULL;

	if (t->failed)
		return "DNS gives no answer, and nobody asks, as nothing that leads there is signed";
	if (!t->there)
		return "no record";
	if (!t->usable)
		return "no record of a kind that anybody knows";
	if (t->secure)
		return "names the certificate that is shown";
	if (!anchor)
		return t->matched ? "names the certificate that is shown; whether it is signed is "
		                    "not known: there is no resolver.trust-anchor"
		                  : "names another certificate than the one that is shown; whether "
		                    "it is signed is not known: there is no resolver.trust-anchor";
	return t->matched ? "names the certificate that is shown, and is not signed, or what leads "
	                    "to it is not: nobody looks at it"
	                  : "names another certificate than the one that is shown, and is not "
	                    "signed, or what leads to it is not: nobody looks at it";
}

static const char *advice_of(const struct edge_check *c)
{
	if (buf_len(&c->advice) != 0)
		return buf_cstr(&c->advice);
	if (c->tlsa.usable && !c->tlsa.secure)
		return c->edge->settings->resolver.trust_anchor == NULL
		               ? "Set resolver.trust-anchor, so that signatures are looked at."
		               : "Sign the zone of the domain, and that of the host; or take the "
		                 "record away.";
	return check_step_advice(CHECK_TLSA);
}

/* The target is looked at.  What is amiss ends the domain, and stands alone. */
static void judged(struct edge_check *c)
{
	enum check_result r = check_tlsa(&c->tlsa);

	free(c->records);
	c->records = NULL;
	if (r == CHECK_AMISS) {
		check_tell_advice(&c->walk, r, advice_of(c), "%s", buf_cstr(&c->found));
		edge_check_next_domain(c);
		return;
	}
	if (buf_len(&c->found) != 0)
		buf_puts(&c->found, "; ");
	put_name(target_of(c), &c->found);
	buf_printf(&c->found, ": %s", words_of(c));
	if (r == CHECK_CONCERN && buf_len(&c->advice) == 0)
		buf_puts(&c->advice, advice_of(c));
	c->worst = check_worse(c->worst, r);
	c->at_target++;
	edge_check_next(c);
}

/* The certificate was not seen, or is not what DNS says. */
static void differs(struct edge_check *c, const char *fmt, ...)
        __attribute__((format(printf, 2, 3)));

static void differs(struct edge_check *c, const char *fmt, ...)
{
	const struct check_address *a = &c->address[c->at_address];
	char text[ADDRESS_MAX];
	va_list ap;

	c->tlsa.matched = false;
	if (c->tlsa.secure) {
		buf_clear(&c->found);
		put_name(target_of(c), &c->found);
		buf_puts(&c->found, " says ");
		tlsa_describe(c->records, &c->found);
		buf_printf(&c->found, "; at %s ", address_print(&a->at, text));
		va_start(ap, fmt);
		buf_vprintf(&c->found, fmt, ap);
		va_end(ap);
	}
	edge_check_called(c);
	judged(c);
}

/* --- what is shown ------------------------------------------------------------------------ */

static void shown(struct edge_check *c)
{
	const struct own_domain *d = edge_check_domain(c);
	enum cause cause = conn_certificate(c->conn, d->name, d->tls);
	enum dane_match match = conn_dane(c->conn);
	struct buf key = { 0 };

	if (cause == CAUSE_NONE && match != DANE_NONE && match != DANE_UNUSED) {
		edge_check_called(c);
		c->at_address++;
		edge_check_next(c);
		return;
	}
	conn_describe_key(c->conn, &key);
	buf_clear(&c->advice);
	buf_puts(&c->advice, "Publish ");
	put_name(target_of(c), &c->advice);
	buf_printf(&c->advice, " TLSA %s; or show the certificate that the record names.",
	           buf_cstr(&key));
	differs(c, "%s is shown: %s", buf_cstr(&key),
	        cause_words(cause != CAUSE_NONE ? cause : CAUSE_CERT_DANE));
	buf_free(&key);
}

/* What an earlier target left to do is no advice about this one. */
static void unseen(struct edge_check *c, const char *words)
{
	if (c->tlsa.secure)
		buf_clear(&c->advice);
	differs(c, "no certificate is shown%s%s", words != NULL ? ": " : "",
	        words != NULL ? words : "");
}

static const struct check_caller caller = { shown, unseen };

/* --- the walk ------------------------------------------------------------------------------- */

/* The next address of the target; when each was seen, it is judged. */
static void call(struct edge_check *c)
{
	while (c->at_address < c->n_addresses && c->address[c->at_address].target != c->at_target)
		c->at_address++;
	if (c->at_address == c->n_addresses) {
		c->tlsa.matched = true;
		judged(c);
		return;
	}
	edge_check_call(c, c->records, &caller);
}

static void on_tlsa(void *arg, uint64_t id, const struct dns_reply *reply)
{
	struct edge_check *c = edge_check_answered(arg, id);
	bool words = reply->words != NULL && reply->words[0] != '\0';
	bool failed = check_dns_failed(reply);

	if (c == NULL)
		return;
	c->tlsa = (struct check_tlsa){ .failed = failed,
		                       .there = !failed && reply->tlsa.n + reply->n_unusable != 0,
		                       .secure = target_of(c)->secure &&
		                                 (reply->secure || failed),
		                       .usable = !failed && reply->tlsa.n != 0 };
	if (!c->tlsa.usable) {
		if (c->tlsa.failed && c->tlsa.secure) {
			buf_clear(&c->found);
			put_name(target_of(c), &c->found);
			buf_printf(&c->found, ": DNS gives no answer that can be used%s%s; "
			                      "partners that ask for it do not call then",
			           words ? ": " : "", words ? reply->words : "");
			buf_clear(&c->advice);
			buf_puts(&c->advice, probe_advice(CAUSE_DNS_FAILED, PROBE_DNS));
		}
		judged(c);
		return;
	}
	c->records = mem_alloc(sizeof *c->records);
	*c->records = reply->tlsa;
	c->at_address = 0;
	edge_check_next(c);
}

void edge_check_tlsa_late(struct edge_check *c)
{
	if (c->conn != NULL) {
		unseen(c, "nothing came in time");
		return;
	}
	locate_cancel(c->edge->resolver, c->id);
	edge_check_dns_failed(c, "nothing came in time");
}

void edge_check_tlsa(struct edge_check *c)
{
	struct buf name = { 0 };

	if (c->records != NULL) {
		call(c);
		return;
	}
	if (c->at_target == c->n_targets) {
		check_tell_advice(&c->walk, c->worst, buf_cstr(&c->advice), "%s%s",
		                  buf_cstr(&c->found), edge_check_more(c));
		c->walk.step = CHECK_GATEWAY;
		edge_check_next(c);
		return;
	}
	put_name(target_of(c), &name);
	edge_check_ask(c, buf_cstr(&name), DNS_TLSA, on_tlsa);
	buf_free(&name);
}
