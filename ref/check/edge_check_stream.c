/* A domain of ours: who answers behind its ports.  A port that takes connections may be
 * anybody's: whose it is says the certificate. */
#include "check/edge_check_private.h"

static void amiss(struct edge_check *c, const char *fmt, ...)
        __attribute__((format(printf, 2, 3)));

static void amiss(struct edge_check *c, const char *fmt, ...)
{
	char text[ADDRESS_MAX];
	va_list ap;

	buf_clear(&c->found);
	buf_printf(&c->found, "%s, %s: ", address_print(&c->address[c->at_address].at, text),
	           edge_check_target(c)->host);
	va_start(ap, fmt);
	buf_vprintf(&c->found, fmt, ap);
	va_end(ap);
	check_tell(&c->walk, CHECK_AMISS, "%s", buf_cstr(&c->found));
	edge_check_called(c);
	edge_check_next_domain(c);
}

static void shown(struct edge_check *c)
{
	const struct own_domain *d = edge_check_domain(c);
	enum cause cause = conn_certificate(c->conn, d->name, d->tls);
	struct buf names = { 0 };

	if (check_answerer(cause) == CHECK_OK) {
		edge_check_called(c);
		c->at_address++;
		edge_check_next(c);
		return;
	}
	conn_describe_peer(c->conn, &names);
	amiss(c, "the certificate that is shown is none for %s: %s; it is for %s",
	      d->ascii, cause_words(cause), buf_len(&names) != 0 ? buf_cstr(&names) : "nobody");
	buf_free(&names);
}

static void unseen(struct edge_check *c, const char *words)
{
	amiss(c, "no edge of ours: %s",
	      words != NULL && words[0] != '\0' ? words : "it ends the stream");
}

void edge_check_stream_late(struct edge_check *c)
{
	unseen(c, "nothing came in time");
}

void edge_check_stream(struct edge_check *c)
{
	static const struct check_caller caller = { shown, unseen };

	if (c->at_address < c->n_addresses) {
		edge_check_call(c, NULL, &caller);
		return;
	}
	check_tell(&c->walk, CHECK_OK, "%s%s",
	           c->n_addresses == 1 ? "the edge there shows a certificate for the domain"
	                               : "each shows a certificate for the domain",
	           edge_check_more(c));
	c->walk.step = CHECK_TLSA;
	c->at_target = c->at_address = 0;
	c->worst = CHECK_OK;
	buf_clear(&c->found);
	buf_clear(&c->advice);
	edge_check_next(c);
}
