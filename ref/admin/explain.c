#include "admin/explain.h"

static void row(struct reply *r, const char *rule, const char *says, const char *fmt,
                va_list ap)
{
	struct buf because = { 0 };
	json_t *o = json_object();

	buf_vprintf(&because, fmt, ap);
	row_string(o, "rule", rule);
	row_string(o, "says", says);
	row_text(o, "because", buf_view(&because));
	reply_row(r, o);
	buf_free(&because);
}

void explain_yes(struct reply *r, const char *rule, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	row(r, rule, "yes", fmt, ap);
	va_end(ap);
}

void explain_tell(struct reply *r, const char *rule, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	row(r, rule, "", fmt, ap);
	va_end(ap);
}

static void no(struct reply *r, const char *rule, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	row(r, rule, "no", fmt, ap);
	va_end(ap);
}

void explain_no(struct reply *r, const char *rule, enum cause cause)
{
	no(r, rule, "%s: %s", cause_label(cause), cause_words(cause));
}

bool explain_cause(struct reply *r, const char *rule, enum cause cause, const char *words)
{
	if (cause != CAUSE_NONE)
		explain_no(r, rule, cause);
	else
		explain_yes(r, rule, "%s", words);
	return cause == CAUSE_NONE;
}

/* --- who ------------------------------------------------------------------------- */

static bool read_end(struct view text, struct region *r, struct jid *out, struct reply *reply)
{
	struct jid written;

	if (!jid_read(text, r, &written, NULL))
		return reply_fault(reply, "\"%.*s\" is neither an address nor a domain",
		                   VIEW_ARG(text));
	*out = written;
	return true;
}

bool explain_ends(const struct command_call *call,
                  bool (*served)(const void *self, struct view), const void *self,
                  struct region *r, struct explain_ends *out, struct reply *reply)
{
	bool from, to;

	if (!read_end(call->argument[0], r, &out->from, reply) ||
	    !read_end(call->argument[1], r, &out->to, reply))
		return false;
	from = served(self, out->from.domain);
	to = served(self, out->to.domain);
	if (from && to)
		return reply_fault(reply, "both domains are our own: what they write to each "
		                          "other never comes here");
	if (!from && !to)
		return reply_fault(reply, "neither \"%.*s\" nor \"%.*s\" is a domain of ours",
		                   VIEW_ARG(out->from.domain), VIEW_ARG(out->to.domain));
	out->outward = from;
	return true;
}

/* --- the policy -------------------------------------------------------------------- */

static void tell_policy(struct reply *r, const struct policy *p)
{
	struct policy_check check = policy_check(p);
	struct buf line = { 0 };

	policy_explain(p, &line);
	if (check.verdict != POLICY_VALID)
		buf_printf(&line, " (%s: %s)", check.key, check.words);
	explain_tell(r, "policy", "%s", buf_cstr(&line));
	buf_free(&line);
}

static void tell_offer(struct reply *r, const char *rule, const struct policy *p, bool secure,
                       bool proved, enum cause why_not)
{
	struct stream_offer o = policy_offer(p, secure, proved);
	enum cause end = policy_dead_end(p, secure, proved, why_not);
	struct buf line = { 0 };

	if (o.starttls)
		buf_puts(&line, o.starttls_required ? "starttls (required)" : "starttls");
	if (o.external)
		buf_puts(&line, "EXTERNAL");
	if (o.dialback)
		buf_puts(&line, buf_len(&line) != 0 ? ", dialback" : "dialback");
	if (end != CAUSE_NONE)
		explain_tell(r, rule, "nothing; the stream is refused: %s", cause_label(end));
	else
		explain_tell(r, rule, "%s", buf_cstr(&line));
	buf_free(&line);
}

/* What the partner must offer for each method that the table leaves. */
static void tell_needs(struct reply *r, const struct policy *p)
{
	static const struct {
		enum policy_method method;
		const char *needs;
	} rows[] = {
		{ METHOD_SASL_TLS,
		  "starttls (or direct TLS), a good certificate for its domain, and EXTERNAL" },
		{ METHOD_TLS_DIALBACK, "starttls (or direct TLS) and dialback" },
		{ METHOD_TCP_DIALBACK, "dialback, and no TLS" },
	};
	const char *rule = "partner has to offer";

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		if (!policy_allows(p, rows[i].method))
			continue;
		explain_tell(r, rule, "%s: %s", policy_method_words(rows[i].method),
		             rows[i].needs);
		rule = "or";
	}
}

void explain_policy(struct reply *r, const struct partner *p, bool outward)
{
	tell_policy(r, &p->policy);
	if (outward) {
		tell_needs(r, &p->policy);
		return;
	}
	tell_offer(r, "offered in clear", &p->policy, false, false, CAUSE_CERT_NONE);
	if (p->policy.tls == POLICY_NOT_SUPPORTED)
		return;
	tell_offer(r, "over TLS, certificate good", &p->policy, true, true, CAUSE_NONE);
	tell_offer(r, "over TLS, certificate not", &p->policy, true, false,
	           CAUSE_CERT_UNKNOWN_ISSUER);
}
