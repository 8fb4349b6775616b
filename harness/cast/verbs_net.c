/* Verbs about addresses, ports and sockets of the system under test. */
#include <stdio.h>
#include <string.h>

#include "cast/front_end.h"
#include "cast/hire.h"
#include "cast/initiate.h"
#include "cast/scripted.h"
#include "cast/verbs.h"
#include "lib/mem.h"

static void measure(struct act *a, const char *name, const char *value)
{
	evlog_add(a->stage->log, &(struct event){ .kind = EVENT_MEASURE,
	                                          .actor = a->role->name,
	                                          .step = a->step->number,
	                                          .name = name,
	                                          .value = value });
}

/* --- where it calls from ------------------------------------------------------------------ */

static bool was_called(void *arg)
{
	const struct role *r = arg;

	for (const struct line *l = r->stage->lines; l != NULL; l = l->next)
		if (l->role == r && l->incoming)
			return true;
	return stage_is_broken(r->stage);
}

/* "outside", or an address that is another one. */
static void find_caller(const struct role *r, char *out)
{
	struct address outside, peer;

	instance_address(r->stage->sut->instance, &outside);
	snprintf(out, ADDRESS_MAX, "outside");
	for (const struct line *l = r->stage->lines; l != NULL; l = l->next) {
		if (l->role != r || !l->incoming)
			continue;
		conn_peer(l->conn, &peer);
		if (!address_same_host(&peer, &outside))
			address_print(&peer, out);
	}
}

void act_CALLED_FROM_OUTSIDE(struct act *a)
{
	char from[ADDRESS_MAX];

	if (!act_wait(a, was_called, a->role)) {
		if (a->outcome == OUTCOME_TIMEOUT)
			buf_puts(&a->reason, "nobody called");
		return;
	}
	find_caller(a->role, from);
	measure(a, "called-from", from);
	if (strcmp(from, "outside") != 0)
		act_fail(a, "it was called from %s", from);
}

/* --- where nobody listens ------------------------------------------------------------------- */

static bool is_decided(void *arg)
{
	const struct line *l = arg;

	return l->connected || line_is_over(l);
}

static bool find_target(struct act *a, struct address *out)
{
	if (a->stage->sut == NULL || a->stage->sut->instance == NULL)
		return act_fail(a, "there is no system under test to connect to");
	if (a->role->kind == ACTOR_FRONT_END)
		return front_end_target(a->role, out) || act_fail(a, "it has no such port");
	return initiate_target(a->role, out) || act_fail(a, "it has no such process");
}

void act_IS_REFUSED(struct act *a)
{
	struct address to;
	struct line *l;

	if (!find_target(a, &to))
		return;
	l = line_dial(a->role, &to, &silent);
	if (l == NULL || !act_wait(a, is_decided, l))
		return;
	if (l->connected)
		act_fail(a, "the connection was taken");
	else if (strcmp(l->how, "refused") != 0)
		act_fail(a, "it ended otherwise: %s", l->how);
}

/* --- its sockets ------------------------------------------------------------------------------ */

/* False: the step has ended. */
static bool look_at(struct act *a, struct world_sockets *out)
{
	const struct hired *h = hire_sut(a->stage);
	struct address at;

	if (!instance_port_address(h->instance, act_arg(a, 0), &at)) {
		if (a->stage->unsupported == NULL)
			a->stage->unsupported = mem_strdup("its profile names no such port");
		stage_wake(a->stage);
		return act_fail(a, "its profile names no port %s", act_arg(a, 0));
	}
	world_sockets_at(&at, out);
	hire_log_measure(h, a->step->number, "listening", out->listening);
	hire_log_measure(h, a->step->number, "established", out->established);
	return true;
}

void act_LISTENS_AT(struct act *a)
{
	struct world_sockets s;

	if (look_at(a, &s) && s.listening == 0)
		act_fail(a, "nothing listens there");
}

void act_HAS_CONNECTION_AT(struct act *a)
{
	struct world_sockets s;

	if (look_at(a, &s) && s.established == 0)
		act_fail(a, "no connection is established there");
}

void act_HAS_NO_CONNECTION_AT(struct act *a)
{
	struct world_sockets s;

	if (look_at(a, &s) && s.established > 0)
		act_fail(a, "connections are established there: %u", s.established);
}
