/* ready.c - when is a child ready, and what has it read: asked of the kernel.
 *
 * The kernel says who listens in the world's own network namespace and what waits in
 * a receive queue, without a connection that the child would see: by netlink
 * (diag.h), and by /proc/net for UDP and where there is no such netlink.
 */
#include "world/world.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/mem.h"
#include "world/diag.h"

/* A look at /proc walks every socket table of the kernel, some 2 ms: the longer a child
 * takes, the less often it is looked for (to a sixteenth of what it took). */
enum { LOOK_MS = 3, LOOK_SHARE = 16, TCP_ESTABLISHED_STATE = 0x01, TCP_LISTEN_STATE = 0x0a };

struct tcp_row {
	char local[33], remote[33];	/* hex, as the kernel prints addresses */
	unsigned local_port, remote_port, state, tx, rx;
};

/* True as soon as `fn` is. */
static bool any_row(const char *path, bool (*fn)(const struct tcp_row *, const void *),
                    const void *arg)
{
	char line[400];
	FILE *from = fopen(path, "r");
	bool found = false;

	if (from == NULL)
		return false;
	while (!found && fgets(line, sizeof line, from) != NULL) {
		struct tcp_row r;

		if (sscanf(line, " %*u: %32[0-9A-F]:%x %32[0-9A-F]:%x %x %x:%x", r.local,
		           &r.local_port, r.remote, &r.remote_port, &r.state, &r.tx, &r.rx) == 7)
			found = fn(&r, arg);
	}
	fclose(from);
	return found;
}

static bool any_socket(bool (*fn)(const struct tcp_row *, const void *), const void *arg)
{
	return any_row("/proc/net/tcp", fn, arg) || any_row("/proc/net/tcp6", fn, arg);
}

/* The kernel prints each 32-bit word of the address as a native number. */
static void kernel_hex(const struct address *a, char *out)
{
	const struct sockaddr_in6 *six = (const void *)&a->ss;
	const struct sockaddr_in *four = (const void *)&a->ss;

	if (a->ss.ss_family == AF_INET) {
		snprintf(out, 33, "%08X", four->sin_addr.s_addr);
		return;
	}
	for (int i = 0; i < 4; i++) {
		uint32_t word;

		memcpy(&word, six->sin6_addr.s6_addr + 4 * i, sizeof word);
		snprintf(out + 8 * i, 9, "%08X", word);
	}
}

/* A dual-stack socket shows an IPv4 address behind this prefix. */
static bool same_host(const char *row, const char *want)
{
	static const char mapped[] = "0000000000000000FFFF0000";

	return strcmp(row, want) == 0 ||
	       (strlen(row) == 32 && strlen(want) == 8 && strncmp(row, mapped, 24) == 0 &&
	        strcmp(row + 24, want) == 0);
}

static bool is_any(const char *row)
{
	return strspn(row, "0") == strlen(row);
}

static bool listens(const struct tcp_row *r, const void *arg)
{
	const struct address *a = arg;
	char host[33];

	kernel_hex(a, host);
	return r->state == TCP_LISTEN_STATE && r->local_port == address_port(a) &&
	       (is_any(r->local) || same_host(r->local, host));
}

struct ends {
	char near[33], far[33];
	unsigned near_port, far_port;
};

/* The far end of our connection, with something unread.  On lo what was sent is
 * in its queue at once; our own queue also counts what waits for a delayed
 * acknowledgement, and says nothing. */
static bool has_unread(const struct tcp_row *r, const void *arg)
{
	const struct ends *e = arg;

	return r->rx > 0 && same_host(r->local, e->far) && r->local_port == e->far_port &&
	       same_host(r->remote, e->near) && r->remote_port == e->near_port;
}

bool world_peer_has_read(const struct address *local, const struct address *peer)
{
	struct ends e;

	enum diag unread = diag_has_unread(peer, local);

	if (unread != DIAG_UNKNOWN)
		return unread == DIAG_NO;
	kernel_hex(local, e.near);
	kernel_hex(peer, e.far);
	e.near_port = address_port(local);
	e.far_port = address_port(peer);
	return !any_socket(has_unread, &e);
}

/* UDP sockets have rows of the same form. */
static bool any_udp(bool (*fn)(const struct tcp_row *, const void *), const void *arg)
{
	return any_row("/proc/net/udp", fn, arg) || any_row("/proc/net/udp6", fn, arg);
}

static bool is_bound(const struct tcp_row *r, const void *arg)
{
	const struct address *a = arg;
	char host[33];

	kernel_hex(a, host);
	return r->local_port == address_port(a) &&
	       (is_any(r->local) || same_host(r->local, host));
}

static bool is_bound_and_unread(const struct tcp_row *r, const void *arg)
{
	return r->rx > 0 && is_bound(r, arg);
}

bool world_socket_has_read(const struct address *at)
{
	return !any_udp(is_bound_and_unread, at);
}

/* --- all that is at an address ------------------------------------------------------------ */

struct counted_sockets {
	const struct address *at;
	struct world_sockets *out;
};

static bool count_socket(const struct tcp_row *r, const void *arg)
{
	const struct counted_sockets *c = arg;

	if (r->state == TCP_LISTEN_STATE && is_bound(r, c->at))
		c->out->listening++;
	if (r->state == TCP_ESTABLISHED_STATE && is_bound(r, c->at))
		c->out->established++;
	return false;
}

void world_sockets_at(const struct address *at, struct world_sockets *out)
{
	const struct counted_sockets c = { at, out };

	*out = (struct world_sockets){ 0, 0 };
	(void)any_socket(count_socket, &c);
}

/* --- readiness -------------------------------------------------------------------------- */

struct waiting {
	struct child *child;
	struct loop *loop;
	struct timer *timer;
	struct world_port *port;
	size_t n;
	uint64_t began, until;
	void (*ready)(void *arg);
	void (*failed)(void *arg, const char *why);
	void *arg;
};

static void over(struct waiting *w)
{
	timer_free(&w->timer);
	free(w->port);
	free(w);
}

static bool is_there(const struct world_port *p)
{
	enum diag found;

	if (p->udp)
		return any_udp(is_bound, &p->at);
	found = diag_listens(&p->at);
	return found == DIAG_UNKNOWN ? any_socket(listens, &p->at) : found == DIAG_YES;
}

static void look(void *arg)
{
	struct waiting *w = arg, gone = *w;
	char why[100 + ADDRESS_MAX], at[ADDRESS_MAX];
	size_t i;

	for (i = 0; i < w->n && is_there(&w->port[i]); i++)
		;
	if (i == w->n) {
		over(w);
		gone.ready(gone.arg);
	} else if (!child_is_alive(w->child)) {
		over(w);
		gone.failed(gone.arg, "it ended before it was ready");
	} else if (loop_now(w->loop) >= w->until) {
		snprintf(why, sizeof why, "nothing listens on %s in time",
		         address_print(&w->port[i].at, at));
		over(w);
		gone.failed(gone.arg, why);
	} else {
		uint64_t now = loop_now(w->loop);

		timer_set(w->timer, now + LOOK_MS + (now - w->began) / LOOK_SHARE);
	}
}

void child_when_ready(struct loop *l, struct child *c, const struct world_port *ports, size_t n,
                      uint64_t limit_ms, void (*ready)(void *arg),
                      void (*failed)(void *arg, const char *why), void *arg)
{
	struct waiting *w = mem_zalloc(sizeof *w);

	w->child = c;
	w->loop = l;
	w->port = mem_array(n + 1, sizeof *w->port);
	memcpy(w->port, ports, n * sizeof *ports);
	w->n = n;
	w->began = loop_now(l);
	w->until = w->began + limit_ms;
	w->ready = ready;
	w->failed = failed;
	w->arg = arg;
	w->timer = timer_new(l, look, w);
	timer_set(w->timer, loop_now(l) + 1);
}
