/* floor_ends.c - the floor, and our two connections with it. */
#include <limits.h>
#include <stdio.h>

#include "ci/bench/bench.h"

enum { WAIT_MS = 10000 };

static void take_fd(void *arg, int fd, const struct address *from)
{
	(void)from;
	*(int *)arg = fd;
}

static bool connect_both(struct bench *b, const struct floor_kind *kind, struct floor *fl,
                         const int *called)
{
	struct address to = at_port(&fl->program.at, 5555);
	uint64_t until = loop_now(b->loop) + WAIT_MS;

	fl->in = party_dial(b, &to);
	if (fl->in == NULL || (kind->tls && !party_secure(fl->in, b->partner, "floor")))
		return false;
	while (*called < 0 && loop_now(b->loop) < until)
		loop_once(b->loop, 100);
	if (*called < 0)
		return fault_set(b->f, NULL, 0, 0, "the floor does not connect");
	fl->out = party_take(b, *called);
	if (!party_secure(fl->out, b->server, NULL))
		return false;
	if (kind->sip) {
		fl->in->is_sip = fl->out->is_link = true;
		party_printf(fl->out, "<stream>");
	} else {
		party_printf(fl->in, "<stream>");
	}
	return party_expect(fl->out, "stream");
}

bool floor_start(struct bench *b, const struct floor_kind *kind, struct floor *fl)
{
	static const unsigned port = 5555;
	char program[PATH_MAX], host[ADDRESS_MAX], sink_name[64];
	char protocol[] = "xml", side[] = "plain";
	struct certificate cert;
	struct address sink;
	char *argv[] = {
		program, protocol, side, "5555", cert.pem, cert.key, host, "5556", NULL
	};
	struct listener *l;
	int called = -1;
	bool ok;

	if (kind->sip)
		snprintf(protocol, sizeof protocol, "sip");
	if (kind->tls)
		snprintf(side, sizeof side, "tls");
	snprintf(sink_name, sizeof sink_name, "sink-of-%s", kind->name);
	if (!world_address(b->world, kind->name, &fl->program.at, b->f) ||
	    !world_address(b->world, sink_name, &sink, b->f) ||
	    !world_certificate(b->world, "floor.example", "valid", &cert, b->f))
		return false;
	snprintf(program, sizeof program, "%s/bench/floor", b->build);
	host_text(&sink, host);
	sink = at_port(&sink, 5556);
	l = listener_new(b->loop, &sink, take_fd, &called, b->f);
	ok = l != NULL && program_start(b, kind->name, argv, &port, 1, &fl->program) &&
	     connect_both(b, kind, fl, &called);
	listener_free(&l);
	return ok;
}

void floor_end(struct floor *fl)
{
	party_free(&fl->in);
	party_free(&fl->out);
}
