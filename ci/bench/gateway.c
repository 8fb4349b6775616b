/* gateway.c - fed-gateway, its edge and its front end. */
#include "ci/bench/gateway.h"

#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum { WAIT_MS = 20000 };

#define STREAM_NS "http://etherx.jabber.org/streams"
#define EDGE      "edge1.inside.example"

static void put_configuration(struct bench *b, const struct gateway_ends *g,
                              const struct certificate *own, const char *host, const char *edge,
                              const char *front, struct buf *out)
{
	buf_printf(out, "partners: gateway-partners.yml\ndomains: [" OWN "]\nlink:\n");
	/* Room for the load that knows no window. */
	buf_printf(out,
	           "  edges: [\"" EDGE "@%s:23456\"]\n  certificate: \"%s\"\n  key: \"%s\"\n"
	           "  trust: \"%s\"\n  window-stanzas: 1000000\n  window-bytes: 256MiB\n",
	           edge, own->pem, own->key, world_trust(b->world));
	buf_printf(out,
	           "sip:\n  listen: [\"%s:%s:5060\"]\n  certificate: \"%s\"\n  key: \"%s\"\n"
	           "  trust: \"%s\"\n  queue-limit: 100000\n  queue-total: 1000000\n"
	           "  partner-queue-limit: 1000000\n",
	           g->kind.tls ? "tls" : "tcp", host, own->pem, own->key,
	           world_trust(b->world));
	if (g->kind.tls)
		buf_puts(out, "  next-hop: \"sip:" FRONT ":5060;transport=tls\"\n"
		              "  trusted: [" FRONT "]\n");
	else /* who connects without a bind() comes from the world's first address */
		buf_printf(out,
		           "  next-hop: \"sip:%s:5060;transport=tcp\"\n"
		           "  trusted: [\"%s\", 10.0.0.1]\n",
		           front, front);
	buf_printf(out, "%s", g->kind.more);
	buf_printf(out,
	           "access:\n  allow-federated-users: yes\n"
	           "  global: {federation: yes, xmpp: yes}\nstore: \"sqlite:%s.db\"\n",
	           g->kind.name);
}

void gateway_store(const struct bench *b, const char *name, char *out, size_t size)
{
	snprintf(out, size, "%s/%s.db", world_dir(b->world), name);
}

static void take(void *arg, int fd, const struct address *from)
{
	int *called = arg;

	(void)from;
	if (*called >= 0)
		close(fd);
	else
		*called = fd;
}

static bool listen_as(struct bench *b, const char *name, unsigned port, int *fd,
                      struct listener **l, char *host)
{
	struct address at;

	if (!world_address(b->world, name, &at, b->f))
		return false;
	host_text(&at, host);
	at = at_port(&at, port);
	*fd = -1;
	*l = listener_new(b->loop, &at, take, fd, b->f);
	return *l != NULL;
}

static bool wait_for(struct bench *b, const struct gateway_ends *g, const int *fd,
                     const char *what)
{
	uint64_t until = loop_now(b->loop) + WAIT_MS;

	while (*fd < 0 && child_is_alive(g->program.child) && loop_now(b->loop) < until)
		loop_once(b->loop, 100);
	return *fd >= 0 || fault_set(b->f, NULL, 0, 0, "%s: %s", g->kind.name, what);
}

static bool answer_link(struct bench *b, struct gateway_ends *g)
{
	struct party *p;

	if (!wait_for(b, g, &g->edge_fd, "does not call its edge"))
		return false;
	p = g->link = party_take(b, g->edge_fd);
	p->is_link = true;
	if (!party_secure(p, b->edge, NULL) || !party_expect(p, "stream:stream"))
		return false;
	party_printf(p, "<?xml version='1.0'?><stream:stream xmlns='jabber:server'"
	                " xmlns:stream='" STREAM_NS "' id='s1' from='" EDGE "'"
	                " to='gw1.inside.example' version='1.0'>"
	                "<stream:features><sm xmlns='urn:xmpp:sm:3'/></stream:features>");
	if (!party_expect(p, "domains") || !party_expect(p, "enable"))
		return false;
	party_printf(p, "<accepted xmlns='urn:fedlab:link:1'/>"
	                "<enabled xmlns='urn:xmpp:sm:3' id='s1' resume='true' max='60'/>");
	return true;
}

bool gateway_start(struct bench *b, const struct gateway_kind *kind, struct gateway_ends *g)
{
	static const unsigned port = 5060;
	char program[PATH_MAX], file[PATH_MAX], partners[PATH_MAX], name[100];
	char host[ADDRESS_MAX], edge[ADDRESS_MAX], front[ADDRESS_MAX];
	char *argv[] = { program, "-c", file, NULL };
	struct certificate own;
	struct buf text = { 0 };
	bool ok;

	*g = (struct gateway_ends){ .kind = *kind, .edge_fd = -1, .front_fd = -1 };
	snprintf(program, sizeof program, "%s/bin/fed-gateway", b->build);
	snprintf(file, sizeof file, "%s/%s.yml", world_dir(b->world), kind->name);
	snprintf(partners, sizeof partners, "%s/gateway-partners.yml", world_dir(b->world));
	snprintf(name, sizeof name, "edge-of-%s", kind->name);
	if (!world_certificate(b->world, "gw1.inside.example", "valid", &own, b->f) ||
	    !world_address(b->world, kind->name, &g->program.at, b->f) ||
	    !listen_as(b, name, 23456, &g->edge_fd, &g->edge, edge) ||
	    !listen_as(b, kind->tls ? FRONT : "front-tcp", 5060, &g->front_fd, &g->front,
	               front))
		return false;
	put_configuration(b, g, &own, host_text(&g->program.at, host), edge, front, &text);
	ok = write_file(b, file, buf_view(&text)) &&
	     write_file(b, partners, VIEW(PARTNER ":\n  type: federated\n")) &&
	     program_start(b, kind->name, argv, &port, 1, &g->program) && answer_link(b, g);
	buf_free(&text);
	return ok;
}

bool gateway_call(struct bench *b, struct gateway_ends *g)
{
	struct address to = at_port(&g->program.at, 5060);

	g->call = party_dial(b, &to);
	if (g->call == NULL)
		return false;
	g->call->is_sip = true;
	return !g->kind.tls || party_secure(g->call, b->front, "gw1.inside.example");
}

bool gateway_called(struct bench *b, struct gateway_ends *g)
{
	if (g->called != NULL)
		return true;
	if (!wait_for(b, g, &g->front_fd, "does not call its front end"))
		return false;
	g->called = party_take(b, g->front_fd);
	g->called->is_sip = true;
	return !g->kind.tls || party_secure(g->called, b->front_server, NULL);
}

void gateway_end(struct bench *b, struct gateway_ends *g)
{
	uint64_t until = loop_now(b->loop) + WAIT_MS;

	if (g->program.child != NULL && child_is_alive(g->program.child))
		child_signal(g->program.child, SIGKILL);
	while (g->program.child != NULL && child_is_alive(g->program.child) &&
	       loop_now(b->loop) < until)
		loop_once(b->loop, 100);
	party_free(&g->link);
	party_free(&g->call);
	party_free(&g->called);
	listener_free(&g->edge);
	listener_free(&g->front);
}
