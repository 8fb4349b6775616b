/* edge.c - fed-edge, its gateway and its partner. */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "ci/bench/bench.h"

#define STREAM_NS "http://etherx.jabber.org/streams"
#define SASL_NS   "urn:ietf:params:xml:ns:xmpp-sasl"
#define TLS_NS    "urn:ietf:params:xml:ns:xmpp-tls"

static void put_configuration(struct bench *b, const struct certificate *own,
                              const struct certificate *inner, const char *host,
                              struct buf *out)
{
	buf_printf(out,
	           "partners: partners.yml\n"
	           "listen: [\"%s:5269\"]\n"
	           "domains:\n  " OWN ": {certificate: \"%s\", key: \"%s\"}\n"
	           "trust: \"%s\"\n",
	           host, own->pem, own->key, world_trust(b->world));
	/* Room for the load that knows no window, and for the idle streams. */
	buf_printf(out,
	           "link:\n  listen: [\"%s:23456\"]\n  certificate: \"%s\"\n  key: \"%s\"\n"
	           "  trust: \"%s\"\n  gateways: [gw1.inside.example]\n"
	           "  window-stanzas: 100000\n  window-bytes: 256MiB\n"
	           "send-backlog: 64MiB\nconnection-limit: 100000\n"
	           "connection-rate: 1000000\n"
	           "partner-connection-limit: 4000\n"
	           "stream-establishment-timeout: 600s\n",
	           host, inner->pem, inner->key, world_trust(b->world));
}

bool edge_start(struct bench *b, const char *name, struct program *p)
{
	static const unsigned ports[] = { 5269, 23456 };
	char program[PATH_MAX], file[PATH_MAX], partners[PATH_MAX], host[ADDRESS_MAX];
	char *argv[] = { program, "-c", file, NULL };
	struct certificate own, inner;
	struct buf text = { 0 };
	bool ok;

	snprintf(program, sizeof program, "%s/bin/fed-edge", b->build);
	snprintf(file, sizeof file, "%s/%s.yml", world_dir(b->world), name);
	snprintf(partners, sizeof partners, "%s/partners.yml", world_dir(b->world));
	if (!world_certificate(b->world, OWN, "valid", &own, b->f) ||
	    !world_certificate(b->world, "edge1.inside.example", "valid", &inner, b->f) ||
	    !world_address(b->world, name, &p->at, b->f))
		return false;
	put_configuration(b, &own, &inner, host_text(&p->at, host), &text);
	ok = write_file(b, file, buf_view(&text)) &&
	     write_file(b, partners,
	                VIEW(PARTNER ":\n  type: federated\n  tls: required\n"
	                             "  sasl: required\n  dialback: no\n")) &&
	     program_start(b, name, argv, ports, 2, p);
	buf_free(&text);
	return ok;
}

static void open_stream(struct party *p, const char *from, const char *to)
{
	party_printf(p,
	             "<?xml version='1.0'?><stream:stream xmlns='jabber:server'"
	             " xmlns:stream='" STREAM_NS "' from='%s' to='%s' version='1.0'>",
	             from, to);
}

static bool expect_features(struct party *p)
{
	return party_expect(p, "stream:stream") && party_expect(p, "stream:features");
}

static struct party *end_of(struct party *p, bool ok)
{
	if (!ok)
		party_free(&p);
	return p;
}

static bool begin_session(struct party *p)
{
	open_stream(p, "gw1.inside.example", "edge1.inside.example");
	if (!expect_features(p))
		return false;
	party_printf(p, "<domains xmlns='urn:fedlab:link:1'><domain>" OWN "</domain></domains>"
	                "<enable xmlns='urn:xmpp:sm:3' resume='true'/>");
	return party_expect(p, "accepted") && party_expect(p, "enabled");
}

struct party *edge_link(struct bench *b, const struct program *e)
{
	struct address to = at_port(&e->at, 23456);
	struct party *p = party_dial(b, &to);

	if (p == NULL)
		return NULL;
	p->is_link = true;
	return end_of(p,
	              party_secure(p, b->gateway, "edge1.inside.example") && begin_session(p));
}

static bool start_tls(struct party *p, SSL_CTX *ctx)
{
	open_stream(p, PARTNER, OWN);
	if (!expect_features(p))
		return false;
	party_printf(p, "<starttls xmlns='" TLS_NS "'/>");
	return party_expect(p, "proceed") && party_secure(p, ctx, OWN);
}

static bool authenticate(struct party *p)
{
	open_stream(p, PARTNER, OWN);
	if (!expect_features(p))
		return false;
	party_printf(p, "<auth xmlns='" SASL_NS "' mechanism='EXTERNAL'>=</auth>");
	if (!party_expect(p, "success"))
		return false;
	party_restart(p);
	open_stream(p, PARTNER, OWN);
	return expect_features(p);
}

struct party *edge_call(struct bench *b, const struct program *e)
{
	struct address to = at_port(&e->at, 5269);
	struct party *p = party_dial(b, &to);

	return p == NULL ? NULL : end_of(p, start_tls(p, b->partner) && authenticate(p));
}

/* --- called by fed-edge ------------------------------------------------------------ */

static bool answer_stream(struct party *p, const char *features)
{
	party_restart(p);
	if (!party_expect(p, "stream:stream"))
		return false;
	party_printf(p,
	             "<?xml version='1.0'?><stream:stream xmlns='jabber:server'"
	             " xmlns:stream='" STREAM_NS "' from='" PARTNER "' to='" OWN "' id='s1'"
	             " version='1.0'><stream:features>%s</stream:features>",
	             features);
	return true;
}

static bool answer(struct bench *b, struct party *p)
{
	if (!answer_stream(p, "<starttls xmlns='" TLS_NS "'><required/></starttls>") ||
	    !party_expect(p, "starttls"))
		return false;
	party_printf(p, "<proceed xmlns='" TLS_NS "'/>");
	if (!party_secure(p, b->server, NULL) ||
	    !answer_stream(p, "<mechanisms xmlns='" SASL_NS "'>"
	                      "<mechanism>EXTERNAL</mechanism></mechanisms>") ||
	    !party_expect(p, "auth"))
		return false;
	party_printf(p, "<success xmlns='" SASL_NS "'/>");
	return answer_stream(p, "") && party_expect(p, "message");
}

static void take_call(void *arg, int fd, const struct address *from)
{
	int *called = arg;

	(void)from;
	if (*called >= 0)
		close(fd);
	else
		*called = fd;
}

struct party *edge_called(struct bench *b, struct party *link)
{
	uint64_t until = loop_now(b->loop) + 10000;
	struct listener *l;
	struct address at;
	struct party *p;
	int fd = -1;

	if (!world_address(b->world, "partner", &at, b->f))
		return NULL;
	at = at_port(&at, 5269);
	l = listener_new(b->loop, &at, take_call, &fd, b->f);
	if (l == NULL)
		return NULL;
	party_printf(link, "<message from='user@" OWN "/r' to='user@" PARTNER "/r' id='first'>"
	                   "<body>first</body></message>");
	while (fd < 0 && !link->over && loop_now(b->loop) < until)
		loop_once(b->loop, 100);
	listener_free(&l);
	if (fd < 0) {
		fault_set(b->f, NULL, 0, 0, "fed-edge does not call its partner");
		return NULL;
	}
	p = party_take(b, fd);
	return end_of(p, answer(b, p));
}
