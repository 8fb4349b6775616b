#include "edge/ports.h"

#include <stdlib.h>
#include <string.h>

#include "lib/mem.h"

struct port {
	struct ports *ports;
	struct port *next;
	struct listener *listener;
	struct address at;	/* as asked for */
	bool tls;
	bool added;		/* by the last ports_open() */
};

struct ports {
	struct loop *loop;
	port_fn *fn;
	void *arg;
	struct port *first;
};

struct ports *ports_new(struct loop *l, port_fn *fn, void *arg)
{
	struct ports *p = mem_zalloc(sizeof *p);

	p->loop = l;
	p->fn = fn;
	p->arg = arg;
	return p;
}

static void accepted(void *arg, int fd, const struct address *from)
{
	struct port *port = arg;

	port->ports->fn(port->ports->arg, fd, from, port->tls);
}

static bool same(const struct address *a, const struct address *b)
{
	char x[ADDRESS_MAX], y[ADDRESS_MAX];

	return strcmp(address_print(a, x), address_print(b, y)) == 0;
}

static struct port *find(const struct ports *p, const struct address *at, bool tls)
{
	struct port *port = p->first;

	while (port != NULL && !(port->tls == tls && same(&port->at, at)))
		port = port->next;
	return port;
}

/* Removes the ports for which `gone` says so. */
static void drop(struct ports *p, bool (*gone)(const struct port *, const void *),
                 const void *arg)
{
	struct port **at = &p->first;

	while (*at != NULL) {
		struct port *port = *at;

		if (!gone(port, arg)) {
			at = &port->next;
			continue;
		}
		*at = port->next;
		listener_free(&port->listener);
		free(port);
	}
}

static bool any(const struct port *port, const void *arg)
{
	(void)port, (void)arg;
	return true;
}

static bool was_added(const struct port *port, const void *arg)
{
	(void)arg;
	return port->added;
}

static bool is_in(const struct address *list, size_t n, const struct address *at)
{
	for (size_t i = 0; i < n; i++)
		if (same(&list[i], at))
			return true;
	return false;
}

static bool is_unwanted(const struct port *port, const void *arg)
{
	const struct edge_settings *s = arg;

	return port->tls ? !is_in(s->listen_tls, s->n_listen_tls, &port->at) :
	                   !is_in(s->listen, s->n_listen, &port->at);
}

void ports_free(struct ports **pp)
{
	if (*pp == NULL)
		return;
	drop(*pp, any, NULL);
	free(*pp);
	*pp = NULL;
}

static bool open_one(struct ports *p, const struct edge_settings *s, const struct address *at,
                     bool tls, struct fault *f)
{
	struct port *port;

	if (find(p, at, tls) != NULL)
		return true;
	port = mem_zalloc(sizeof *port);
	port->ports = p;
	port->at = *at;
	port->tls = tls;
	port->added = true;
	port->listener = listener_new(p->loop, at, accepted, port, f);
	if (port->listener == NULL) {
		free(port);
		edge_settings_blame(s, at, f);
		return false;
	}
	port->next = p->first;
	p->first = port;
	return true;
}

bool ports_open(struct ports *p, const struct edge_settings *s, struct fault *f)
{
	for (struct port *port = p->first; port != NULL; port = port->next)
		port->added = false;
	for (size_t i = 0; i < s->n_listen; i++)
		if (!open_one(p, s, &s->listen[i], false, f))
			goto failed;
	for (size_t i = 0; i < s->n_listen_tls; i++)
		if (!open_one(p, s, &s->listen_tls[i], true, f))
			goto failed;
	for (size_t i = 0; i < s->n_call_from; i++)
		if (!wire_may_come_from(&s->call_from[i], f)) {
			edge_settings_blame(s, &s->call_from[i], f);
			goto failed;
		}
	return true;
failed:
	ports_undo(p);
	return false;
}

void ports_undo(struct ports *p)
{
	drop(p, was_added, NULL);
}

void ports_settle(struct ports *p, const struct edge_settings *s)
{
	drop(p, is_unwanted, s);
}

bool ports_local(const struct ports *p, const struct edge_settings *s, size_t i,
                 struct address *out)
{
	struct port *port;

	if (i >= s->n_listen)
		return false;
	port = find(p, &s->listen[i], false);
	if (port == NULL)
		return false;
	listener_local(port->listener, out);
	return true;
}
