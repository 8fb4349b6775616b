#include "partner/policy.h"

#include <string.h>

#include "lib/tsv.h"
#include "lib/unit.h"

#define REQ POLICY_REQUIRED
#define OPT POLICY_OPTIONAL
#define NOT POLICY_NOT_SUPPORTED

static enum policy_level level(struct view v)
{
	if (view_is(v, "required"))
		return REQ;
	if (view_is(v, "optional"))
		return OPT;
	ck_assert(view_is(v, "not-supported"));
	return NOT;
}

static const char *verdict_word(enum policy_verdict v)
{
	switch (v) {
	case POLICY_VALID:
		return "valid";
	case POLICY_VALID_WITH_WARNING:
		return "valid-with-warning";
	case POLICY_REFUSED:
		return "refused";
	}
	return "";
}

static void print_methods(const struct policy *p, struct buf *out)
{
	static const struct {
		enum policy_method m;
		const char *word;
	} words[] = {
		{ METHOD_SASL_TLS, "sasl-tls" },
		{ METHOD_TLS_DIALBACK, "tls-dialback" },
		{ METHOD_TCP_DIALBACK, "tcp-dialback" },
	};

	for (size_t i = 0; i < 3; i++) {
		bool in = (policy_methods(p) & words[i].m) != 0;

		ck_assert(policy_allows(p, words[i].m) == in);
		if (!in)
			continue;
		if (buf_len(out) > 0)
			buf_putc(out, ',');
		buf_puts(out, words[i].word);
	}
	if (buf_len(out) == 0)
		buf_putc(out, '-');
}

START_TEST(the_18_rows_are_those_of_the_catalogue)
{
	struct fault f = { 0 };
	struct tsv *t = tsv_open("scenarios/requirements/lync-matrix.tsv", &f);
	size_t seen = 0;

	ck_assert_msg(t != NULL, "%s", f.text != NULL ? f.text : "?");
	ck_assert_uint_eq(tsv_rows(t), 18);
	for (size_t i = 0; i < tsv_rows(t); i++) {
		struct view dialback = tsv_cell(t, i, tsv_column(t, "dialback"));
		struct policy p = {
			level(tsv_cell(t, i, tsv_column(t, "tls"))),
			level(tsv_cell(t, i, tsv_column(t, "sasl"))),
			view_is(dialback, "true"),
		};
		struct policy_check c = policy_check(&p);
		struct buf methods = { 0 };

		ck_assert(p.dialback || view_is(dialback, "false"));
		ck_assert(view_is(tsv_cell(t, i, tsv_column(t, "verdict")),
		                  verdict_word(c.verdict)));
		ck_assert(view_is(tsv_cell(t, i, tsv_column(t, "text-key")),
		                  c.key));
		ck_assert((c.words[0] == '\0') == (c.verdict == POLICY_VALID));
		print_methods(&p, &methods);
		ck_assert_msg(view_eq(tsv_cell(t, i, tsv_column(t, "inbound")),
		                      buf_view(&methods)),
		              "row %zu: %s", i, buf_cstr(&methods));
		ck_assert(view_eq(tsv_cell(t, i, tsv_column(t, "outbound")),
		                  buf_view(&methods)));
		buf_free(&methods);
		seen |= (size_t)1 << ((size_t)p.tls * 6 + (size_t)p.sasl * 2 +
		                      (p.dialback ? 1 : 0));
	}
	ck_assert_uint_eq(seen, ((size_t)1 << 18) - 1);
	tsv_close(&t);
}
END_TEST

/* What the features say: c clear, g TLS with a good certificate, b TLS with
 * none; r starttls required, s starttls, e EXTERNAL, d dialback, - dead end. */
static void offers(const struct policy *p, bool secure, bool proved,
                   const char *want)
{
	struct stream_offer o = policy_offer(p, secure, proved);
	enum cause dead = policy_dead_end(p, secure, proved,
	                                  CAUSE_CERT_SELF_SIGNED);
	struct buf got = { 0 };

	if (o.starttls)
		buf_putc(&got, o.starttls_required ? 'r' : 's');
	ck_assert(o.starttls || !o.starttls_required);
	if (o.external)
		buf_putc(&got, 'e');
	if (o.dialback)
		buf_putc(&got, 'd');
	ck_assert(!o.sm);
	if (dead != CAUSE_NONE)
		buf_putc(&got, '-');
	ck_assert(view_is(buf_view(&got), want));
	buf_free(&got);
}

START_TEST(features_follow_the_policy)
{
	static const struct {
		struct policy p;
		const char *clear, *good, *bad;
	} rows[] = {
		{ { REQ, REQ, true }, "r", "e", "-" },
		{ { REQ, REQ, false }, "r", "e", "-" },
		{ { OPT, REQ, true }, "sd", "ed", "d" },
		{ { OPT, REQ, false }, "s", "e", "-" },
		{ { NOT, REQ, true }, "d", "-", "-" },
		{ { NOT, REQ, false }, "-", "-", "-" },
		{ { REQ, OPT, true }, "r", "ed", "d" },
		{ { REQ, OPT, false }, "r", "e", "-" },
		{ { OPT, OPT, true }, "sd", "ed", "d" },
		{ { OPT, OPT, false }, "s", "e", "-" },
		{ { NOT, OPT, true }, "d", "-", "-" },
		{ { NOT, OPT, false }, "-", "-", "-" },
		{ { REQ, NOT, true }, "r", "d", "d" },
		{ { REQ, NOT, false }, "r", "-", "-" },
		{ { OPT, NOT, true }, "sd", "d", "d" },
		{ { OPT, NOT, false }, "s", "-", "-" },
		{ { NOT, NOT, true }, "d", "-", "-" },
		{ { NOT, NOT, false }, "-", "-", "-" },
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		offers(&rows[i].p, false, false, rows[i].clear);
		offers(&rows[i].p, true, true, rows[i].good);
		offers(&rows[i].p, true, false, rows[i].bad);
	}
}
END_TEST

START_TEST(a_dead_end_says_why)
{
	struct policy strict = { REQ, REQ, true };
	struct policy clear = { NOT, NOT, true };

	ck_assert_int_eq(policy_dead_end(&strict, true, false,
	                                 CAUSE_CERT_EXPIRED),
	                 CAUSE_CERT_EXPIRED);
	ck_assert_int_eq(policy_dead_end(&strict, true, false, CAUSE_NONE),
	                 CAUSE_SASL_REQUIRED);
	ck_assert_int_eq(policy_dead_end(&clear, true, true, CAUSE_NONE),
	                 CAUSE_TLS_NOT_WANTED);
	ck_assert_int_eq(policy_dead_end(&strict, false, false, CAUSE_NONE),
	                 CAUSE_NONE);
}
END_TEST

START_TEST(dialback_is_heard_where_it_may_be_used)
{
	static const struct {
		struct policy p;
		enum cause clear, tls;
	} rows[] = {
		{ { REQ, REQ, true }, CAUSE_TLS_REQUIRED, CAUSE_SASL_REQUIRED },
		{ { REQ, REQ, false }, CAUSE_DB_DISABLED, CAUSE_DB_DISABLED },
		{ { REQ, OPT, true }, CAUSE_TLS_REQUIRED, CAUSE_NONE },
		{ { REQ, NOT, true }, CAUSE_TLS_REQUIRED, CAUSE_NONE },
		{ { OPT, REQ, true }, CAUSE_NONE, CAUSE_NONE },
		{ { OPT, OPT, false }, CAUSE_DB_DISABLED, CAUSE_DB_DISABLED },
		{ { NOT, NOT, true }, CAUSE_NONE, CAUSE_TLS_NOT_WANTED },
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		ck_assert_int_eq(policy_dialback_cause(&rows[i].p, false),
		                 rows[i].clear);
		ck_assert_int_eq(policy_dialback_cause(&rows[i].p, true),
		                 rows[i].tls);
	}
	/* Every refusal can be said in a dialback error. */
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
		for (int secure = 0; secure < 2; secure++) {
			enum cause c = policy_dialback_cause(&rows[i].p,
			                                     secure != 0);
			if (c != CAUSE_NONE)
				ck_assert_ptr_nonnull(cause_stanza_condition(c));
		}
}
END_TEST

/* The situation in letters.  Offered: s starttls, r and required, e EXTERNAL,
 * d dialback, u an unknown feature that is required, 0 no features at all.
 * Known: T TLS is on, B its certificate is bad, F <failure/> to starttls,
 * X EXTERNAL was refused. */
static struct policy_facts facts(const char *s)
{
	struct policy_facts f = {
		.secure = strchr(s, 'T') != NULL,
		.certificate = strchr(s, 'B') != NULL ? CAUSE_CERT_NAME
		                                      : CAUSE_NONE,
		.tls_refused = strchr(s, 'F') != NULL,
		.external_refused = strchr(s, 'X') != NULL,
	};

	f.offered.starttls_required = strchr(s, 'r') != NULL;
	f.offered.starttls = f.offered.starttls_required ||
	                     strchr(s, 's') != NULL;
	f.offered.external = strchr(s, 'e') != NULL;
	f.offered.mechanisms = f.offered.external;
	f.offered.dialback = strchr(s, 'd') != NULL;
	f.offered.unknown_required = strchr(s, 'u') != NULL;
	f.offered.none_sent = strchr(s, '0') != NULL;
	return f;
}

START_TEST(the_next_step_outwards)
{
	static const struct {
		struct policy p;
		const char *facts;
		enum policy_step step;
		enum cause why;
	} rows[] = {
		/* TLS required: nothing else happens in clear. */
		{ { REQ, REQ, true }, "sd", STEP_STARTTLS, CAUSE_NONE },
		{ { REQ, NOT, true }, "d", STEP_STARTTLS, CAUSE_NONE },
		{ { REQ, NOT, true }, "", STEP_STARTTLS, CAUSE_NONE },
		{ { REQ, NOT, true }, "dF", STEP_GIVE_UP, CAUSE_TLS_NOT_OFFERED },
		{ { REQ, NOT, true }, "sdF", STEP_GIVE_UP, CAUSE_TLS_NOT_OFFERED },
		{ { REQ, NOT, true }, "d0", STEP_GIVE_UP, CAUSE_TLS_NOT_OFFERED },
		{ { REQ, NOT, true }, "su", STEP_STARTTLS, CAUSE_NONE },
		/* TLS optional: whenever it is there, else dialback. */
		{ { OPT, OPT, true }, "sd", STEP_STARTTLS, CAUSE_NONE },
		{ { OPT, OPT, true }, "d", STEP_DIALBACK, CAUSE_NONE },
		{ { OPT, OPT, true }, "sdF", STEP_DIALBACK, CAUSE_NONE },
		{ { OPT, OPT, true }, "d0", STEP_DIALBACK, CAUSE_NONE },
		{ { OPT, OPT, true }, "", STEP_STARTTLS, CAUSE_NONE },
		{ { OPT, OPT, true }, "F", STEP_GIVE_UP, CAUSE_TLS_NOT_OFFERED },
		{ { OPT, OPT, true }, "du", STEP_GIVE_UP, CAUSE_MANDATORY_FEATURE },
		/* ... but without dialback it is mandatory in effect. */
		{ { OPT, OPT, false }, "d", STEP_STARTTLS, CAUSE_NONE },
		{ { OPT, OPT, false }, "dF", STEP_GIVE_UP, CAUSE_TLS_NOT_OFFERED },
		{ { OPT, REQ, false }, "d", STEP_STARTTLS, CAUSE_NONE },
		/* TLS not supported. */
		{ { NOT, NOT, true }, "sd", STEP_DIALBACK, CAUSE_NONE },
		{ { NOT, NOT, true }, "d", STEP_DIALBACK, CAUSE_NONE },
		{ { NOT, NOT, true }, "rd", STEP_GIVE_UP, CAUSE_TLS_NOT_WANTED },
		{ { NOT, REQ, true }, "d", STEP_DIALBACK, CAUSE_NONE },
		{ { NOT, NOT, true }, "", STEP_GIVE_UP, CAUSE_NO_METHOD },
		{ { NOT, NOT, true }, "Ted", STEP_GIVE_UP, CAUSE_TLS_NOT_WANTED },
		/* Over TLS, best first. */
		{ { REQ, REQ, true }, "Ted", STEP_EXTERNAL, CAUSE_NONE },
		{ { REQ, OPT, true }, "Ted", STEP_EXTERNAL, CAUSE_NONE },
		{ { REQ, OPT, true }, "Td", STEP_DIALBACK, CAUSE_NONE },
		{ { REQ, OPT, true }, "TedX", STEP_DIALBACK, CAUSE_NONE },
		{ { REQ, OPT, true }, "TedB", STEP_DIALBACK, CAUSE_NONE },
		{ { REQ, NOT, true }, "Ted", STEP_DIALBACK, CAUSE_NONE },
		{ { REQ, NOT, true }, "TedB", STEP_DIALBACK, CAUSE_NONE },
		{ { REQ, NOT, true }, "Te", STEP_GIVE_UP, CAUSE_NO_METHOD },
		{ { OPT, REQ, true }, "Td", STEP_DIALBACK, CAUSE_NONE },
		{ { OPT, REQ, true }, "TedX", STEP_DIALBACK, CAUSE_NONE },
		/* EXTERNAL required: no dialback, and our check must pass. */
		{ { REQ, REQ, true }, "TedX", STEP_GIVE_UP, CAUSE_SASL_REFUSED },
		{ { REQ, REQ, true }, "TedB", STEP_GIVE_UP, CAUSE_CERT_NAME },
		{ { REQ, REQ, true }, "Td", STEP_GIVE_UP, CAUSE_NO_METHOD },
		{ { REQ, OPT, false }, "TedX", STEP_GIVE_UP, CAUSE_SASL_REFUSED },
		{ { REQ, OPT, true }, "TeB", STEP_GIVE_UP, CAUSE_CERT_NAME },
		/* A feature that must be negotiated and is not known. */
		{ { REQ, OPT, true }, "Tu", STEP_GIVE_UP, CAUSE_MANDATORY_FEATURE },
		{ { REQ, OPT, true }, "Tdu", STEP_GIVE_UP, CAUSE_MANDATORY_FEATURE },
		{ { REQ, OPT, true }, "Teu", STEP_EXTERNAL, CAUSE_NONE },
		/* Nothing is allowed at all. */
		{ { REQ, NOT, false }, "sd", STEP_GIVE_UP, CAUSE_NO_METHOD },
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct policy_facts f = facts(rows[i].facts);
		enum cause why = CAUSE_INTERNAL;
		enum policy_step step = policy_next(&rows[i].p, &f, &why);

		ck_assert_msg(step == rows[i].step && why == rows[i].why,
		              "row %zu (%s): step %d, cause %s", i,
		              rows[i].facts, (int)step, cause_label(why));
	}
}
END_TEST

/* Whatever the partner offers, a step is only taken by a method that policy
 * allows: all 18 policies against all situations. */
START_TEST(no_offer_leads_out_of_the_policy)
{
	for (unsigned n = 0; n < 18; n++) {
		struct policy p = { (enum policy_level)(n / 6),
			            (enum policy_level)(n / 2 % 3),
			            n % 2 == 1 };

		for (unsigned bits = 0; bits < 1024; bits++) {
			struct policy_facts f = {
				.secure = bits & 1,
				.certificate = bits & 2 ? CAUSE_CERT_NAME
				                        : CAUSE_NONE,
				.tls_refused = bits & 4,
				.external_refused = bits & 8,
			};
			enum policy_step step;
			enum cause why;

			f.offered.starttls = bits & 16;
			f.offered.starttls_required = bits & 32;
			f.offered.external = bits & 64;
			f.offered.dialback = bits & 128;
			f.offered.unknown_required = bits & 256;
			f.offered.none_sent = bits & 512;
			step = policy_next(&p, &f, &why);
			ck_assert((step == STEP_GIVE_UP) == (why != CAUSE_NONE));
			switch (step) {
			case STEP_STARTTLS:
				ck_assert(!f.secure && !f.tls_refused);
				ck_assert_int_ne(p.tls, NOT);
				break;
			case STEP_EXTERNAL:
				ck_assert(f.secure && f.offered.external);
				ck_assert_int_eq(f.certificate, CAUSE_NONE);
				ck_assert(policy_allows(&p, METHOD_SASL_TLS));
				break;
			case STEP_DIALBACK:
				ck_assert(f.offered.dialback);
				ck_assert(policy_allows(&p, f.secure
				                ? METHOD_TLS_DIALBACK
				                : METHOD_TCP_DIALBACK));
				break;
			case STEP_GIVE_UP:
				ck_assert_ptr_nonnull(cause_stanza_condition(why));
				break;
			}
		}
	}
}
END_TEST

START_TEST(explained_in_one_line)
{
	struct buf b = { 0 };

	policy_explain(&(struct policy){ REQ, OPT, true }, &b);
	ck_assert_str_eq(buf_cstr(&b), "tls=required sasl=optional dialback=yes: "
	                 "SASL over TLS, else dialback over TLS");
	buf_clear(&b);
	policy_explain(&(struct policy){ REQ, NOT, false }, &b);
	ck_assert_str_eq(buf_cstr(&b), "tls=required sasl=not-supported "
	                 "dialback=no: impossible");
	buf_free(&b);
}
END_TEST

/* DNS names a certificate: it forbids, and permits nothing (P58). */
START_TEST(dane_only_forbids)
{
	const struct policy p = { POLICY_OPTIONAL, POLICY_OPTIONAL, true };
	const struct policy never = { POLICY_NOT_SUPPORTED, POLICY_NOT_SUPPORTED, true };
	struct policy_facts f = { .dane = true, .offered = { .dialback = true } };
	enum cause why;

	ck_assert_int_eq(policy_next(&p, &f, &why), STEP_STARTTLS);
	ck_assert_int_eq(policy_next(&never, &f, &why), STEP_GIVE_UP);
	f.dane = false;
	ck_assert_int_eq(policy_next(&p, &f, &why), STEP_DIALBACK);
	ck_assert_int_eq(policy_next(&never, &f, &why), STEP_DIALBACK);
	f.secure = true;
	f.certificate = CAUSE_CERT_DANE;
	ck_assert_int_eq(policy_next(&p, &f, &why), STEP_DIALBACK);
	f.dane = true;
	ck_assert_int_eq(policy_next(&p, &f, &why), STEP_GIVE_UP);
	ck_assert_int_eq(why, CAUSE_CERT_DANE);
	f.certificate = CAUSE_NONE;
	ck_assert_int_eq(policy_next(&p, &f, &why), STEP_DIALBACK);
	f.offered.external = true;
	ck_assert_int_eq(policy_next(&p, &f, &why), STEP_EXTERNAL);
	ck_assert_int_eq(policy_next(&never, &f, &why), STEP_GIVE_UP);
}
END_TEST

UNIT("policy", dane_only_forbids, the_18_rows_are_those_of_the_catalogue,
     features_follow_the_policy, a_dead_end_says_why,
     dialback_is_heard_where_it_may_be_used, the_next_step_outwards,
     no_offer_leads_out_of_the_policy, explained_in_one_line)
