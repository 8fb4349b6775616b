/* A certificate of ours, as whoever it is shown to finds it. */
#include "check/check.h"

void check_own_look(struct check_own *o, const struct tls_context *tls)
{
	*o = (struct check_own){ .server = tls_context_own(tls, false),
		                 .client = tls_context_own(tls, true),
		                 .open_key = tls_context_key_is_open(tls) };
	o->days = tls_context_days(tls, &o->issuer);
	(void)tls_context_lacks(tls, &o->lacks);
}

void check_own_end(struct check_own *o)
{
	buf_free(&o->lacks);
}

void check_own_words(const struct check_own *o, const char *no_client, struct buf *out)
{
	if (o->server != CAUSE_NONE) {
		buf_printf(out, "%s: %s", cause_label(o->server), cause_words(o->server));
	} else {
		buf_printf(out, "%s %d %s", o->days < CHECK_EXPIRY_DAYS ? "ends in" : "good for",
		           o->days, o->days == 1 ? "day" : "days");
		if (o->issuer)
			buf_puts(out, ", as that of an issuer behind it in the file");
		if (o->client != CAUSE_NONE)
			buf_printf(out, "; not for clients%s", no_client);
	}
	if (buf_len(&o->lacks) != 0)
		buf_printf(out, "; its issuer %s stands in trust here, and not behind it in the "
		                "file: who trusts the root alone refuses it",
		           buf_cstr(&o->lacks));
	if (o->open_key)
		buf_puts(out, "; everybody on this host may read its key");
}

const char *check_own_advice(const struct check_own *o, const char *usual)
{
	if (o->server == CAUSE_CERT_NOT_YET)
		return "Look at the clock of this host; else wait, or have the certificate issued "
		       "anew.";
	if (o->server == CAUSE_CERT_LIST_STALE)
		return "Replace the revocation list (crl) by a new one, and reload.";
	if (o->server == CAUSE_NONE && buf_len(&o->lacks) != 0)
		return "Put the certificate of that issuer behind it in the file; then reload.";
	if (o->server == CAUSE_NONE && o->client == CAUSE_NONE &&
	    o->days >= CHECK_EXPIRY_DAYS && o->open_key)
		return "Take the right to read the file of the key from everybody (chmod o-r), "
		       "and have another key certified, should somebody have read it; then reload.";
	return usual;
}

enum check_result check_key(bool open)
{
	return open ? CHECK_CONCERN : CHECK_OK;
}

enum check_result check_issuers(bool lacks, bool of_partners)
{
	if (!lacks)
		return CHECK_OK;
	return of_partners ? CHECK_AMISS : CHECK_CONCERN;
}
