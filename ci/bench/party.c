#include "ci/bench/party.h"

#include <openssl/err.h>
#include <stdlib.h>
#include <string.h>

#include "ci/bench/bench.h"
#include "lib/mem.h"

enum { WAIT_MS = 10000 };

bool element_is(struct view e, const char *name)
{
	size_t n = strlen(name);

	e = view_trim(e);
	return e.n > n + 1 && e.p[0] == '<' && memcmp(e.p + 1, name, n) == 0 &&
	       strchr(" \t\r\n/>", e.p[n + 1]) != NULL;
}

/* --- bytes ------------------------------------------------------------------------- */

static void write_out(struct party *p)
{
	char *mem;
	long n;

	if (p->ssl == NULL || p->over)
		return;
	n = BIO_get_mem_data(p->to_net, &mem);
	if (n > 0)
		wire_write(p->wire, (struct view){ mem, (size_t)n });
	(void)BIO_reset(p->to_net);
}

static void tell(struct party *p, struct view e)
{
	if (p->is_link) {
		if (element_is(e, "r"))
			party_printf(p, "<a xmlns='urn:xmpp:sm:3' h='%u'/>", p->counted);
		p->counted += element_is(e, "message") || element_is(e, "presence") ||
		              element_is(e, "iq");
	}
	p->element(p->arg, e);
}

static size_t next(struct party *p)
{
	struct view v = buf_view(&p->in);

	return p->is_sip ? sip_next(v) : scan_next(&p->scan, v);
}

static void hand_up(struct party *p)
{
	size_t n;

	while (p->element != NULL && (n = next(p)) > 0) {
		tell(p, (struct view){ buf_view(&p->in).p, n });
		buf_drop(&p->in, n);
	}
}

static void decrypt(struct party *p)
{
	int n;

	do {
		n = SSL_read(p->ssl, buf_room(&p->in, 17000), 17000);
		if (n > 0)
			buf_grew(&p->in, (size_t)n);
	} while (n > 0);
	if (SSL_get_error(p->ssl, n) != SSL_ERROR_WANT_READ)
		p->over = true;
	ERR_clear_error();
}

static void on_bytes(void *arg, struct view bytes)
{
	struct party *p = arg;

	if (p->ssl == NULL) {
		buf_putv(&p->in, bytes);
	} else {
		BIO_write(p->from_net, bytes.p, (int)bytes.n);
		if (SSL_is_init_finished(p->ssl))
			decrypt(p);
	}
	hand_up(p);
	write_out(p);
}

static void on_ended(void *arg, enum wire_end how)
{
	(void)how;
	((struct party *)arg)->over = true;
}

static const struct wire_ops ops = { .bytes = on_bytes, .ended = on_ended };

/* --- life ---------------------------------------------------------------------------- */

struct party *party_take(struct bench *b, int fd)
{
	struct party *p = mem_zalloc(sizeof *p);

	p->b = b;
	p->wire = wire_new(b->loop, fd, &ops, p);
	return p;
}

struct party *party_dial(struct bench *b, const struct address *to)
{
	struct party *p = mem_zalloc(sizeof *p);

	p->b = b;
	p->wire = wire_dial(b->loop, to, &ops, p);
	if (p->wire != NULL)
		return p;
	free(p);
	fault_set(b->f, NULL, 0, 0, "no socket is left");
	return NULL;
}

void party_free(struct party **pp)
{
	struct party *p = *pp;

	if (p == NULL)
		return;
	wire_free(&p->wire);
	SSL_free(p->ssl);
	buf_free(&p->in);
	free(p);
	*pp = NULL;
}

/* --- talking --------------------------------------------------------------------------- */

void party_send(struct party *p, struct view text)
{
	if (p->over)
		return;
	if (p->ssl == NULL) {
		wire_write(p->wire, text);
		return;
	}
	/* To memory: it takes all, or the connection is broken. */
	if (SSL_write(p->ssl, text.p, (int)text.n) != (int)text.n)
		p->over = true;
	write_out(p);
}

void party_printf(struct party *p, const char *fmt, ...)
{
	struct buf b = { 0 };
	va_list ap;

	va_start(ap, fmt);
	buf_vprintf(&b, fmt, ap);
	va_end(ap);
	party_send(p, buf_view(&b));
	buf_free(&b);
}

static bool wait_on(struct party *p, uint64_t until, const char *what)
{
	if (p->over || loop_now(p->b->loop) > until)
		return fault_set(p->b->f, NULL, 0, 0, "%s while waiting for %s; read: %.*s",
		                 p->over ? "connection ended" : "time is over", what,
		                 VIEW_ARG(buf_view(&p->in)));
	loop_once(p->b->loop, 100);
	return true;
}

bool party_secure(struct party *p, SSL_CTX *ctx, const char *server_name)
{
	uint64_t until = loop_now(p->b->loop) + WAIT_MS;
	int done;

	p->ssl = SSL_new(ctx);
	p->from_net = BIO_new(BIO_s_mem());
	p->to_net = BIO_new(BIO_s_mem());
	if (p->ssl == NULL || p->from_net == NULL || p->to_net == NULL)
		abort(); /* no memory, as in lib/mem.h */
	SSL_set_bio(p->ssl, p->from_net, p->to_net);
	if (server_name == NULL)
		SSL_set_accept_state(p->ssl);
	else
		SSL_set_connect_state(p->ssl);
	if (server_name != NULL)
		SSL_set_tlsext_host_name(p->ssl, server_name);
	buf_clear(&p->in);
	party_restart(p);
	while ((done = SSL_do_handshake(p->ssl)) != 1) {
		bool broken = SSL_get_error(p->ssl, done) != SSL_ERROR_WANT_READ;

		write_out(p);
		if (broken)
			return fault_set(p->b->f, NULL, 0, 0, "TLS: %s",
			                 ERR_reason_error_string(ERR_get_error()));
		if (!wait_on(p, until, "TLS"))
			return false;
	}
	decrypt(p); /* what came behind the handshake in one piece */
	write_out(p);
	return true;
}

void party_restart(struct party *p)
{
	p->scan = (struct scan){ 0 };
}

bool party_expect(struct party *p, const char *name)
{
	uint64_t until = loop_now(p->b->loop) + WAIT_MS;
	size_t n;

	for (;;) {
		struct view e;

		while ((n = scan_next(&p->scan, buf_view(&p->in))) == 0)
			if (!wait_on(p, until, name))
				return false;
		e = view_trim((struct view){ buf_view(&p->in).p, n });
		if (element_is(e, name)) {
			buf_drop(&p->in, n);
			return true;
		}
		if (!view_starts(e, VIEW("<?")))
			return fault_set(p->b->f, NULL, 0, 0, "expected <%s>, got %.*s", name,
			                 VIEW_ARG(e));
		buf_drop(&p->in, n);
	}
}

void party_listen(struct party *p, void (*fn)(void *arg, struct view element), void *arg)
{
	p->element = fn;
	p->arg = arg;
	hand_up(p);
}
