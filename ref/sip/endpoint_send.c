/* Where a request goes.  Where several addresses of one server may be called over streams
 * it waits for the first call that is answered (RFC 8305 5): so it is sent once, and to
 * whom is known. */
#include "sip/endpoint_private.h"

void outgoing_races(struct outgoing *o, bool races)
{
	o->e->racing += (size_t)races;
	o->e->racing -= (size_t)o->races;
	o->races = races;
	if (!races && o->race_timer != NULL)
		timer_clear(o->race_timer);
}

/* connection 0: UDP. */
static bool start(struct outgoing *o, size_t way, uint64_t connection, bool was_open)
{
	struct endpoint *e = o->e;
	const struct next_hop_try *try = &o->try[way];
	struct sip_flow flow = { .transport = try->transport, .connection = connection,
		                 .peer = try->at };
	struct view request = { o->request, o->n };

	o->at = way;
	if (connection != 0)
		o->reused = !o->reused && was_open;
	if (o->ack) {
		transaction_ack(e->transactions, request, &flow);
		return true;
	}
	o->transaction = transaction_request(e->transactions, request, &flow, loop_now(e->loop));
	o->full = o->transaction == 0;
	if (o->full)
		return false;
	ids_put(e->by_transaction, o->transaction, o);
	endpoint_arm(e);
	return true;
}

/* NULL: it does not wait for that connection. */
static struct outgoing *racing_for(void *value, uint64_t connection, int *slot)
{
	struct outgoing *o = value;

	for (*slot = 0; o->races && *slot < RACE_SLOTS; ++*slot)
		if (o->race.slot[*slot].busy && o->call[*slot] == connection)
			return o;
	return NULL;
}

/* The next request that waits for that connection; NULL: none does any more. */
static struct outgoing *next_racing(struct endpoint *e, uint64_t connection, size_t *pos, int *slot)
{
	uint64_t id;
	void *value;

	while (e->racing != 0 && ids_next(e->requests, pos, &id, &value)) {
		struct outgoing *o = racing_for(value, connection, slot);

		if (o != NULL)
			return o;
	}
	return NULL;
}

/* A call that was for one request may be what another one waits for, by another hop. */
static void abandon(struct endpoint *e, uint64_t call)
{
	size_t pos = 0;
	int slot;

	if (next_racing(e, call, &pos, &slot) == NULL)
		transport_abandon(e->transport, call);
}

/* The others that are called for this request alone are called no more. */
static bool wins(struct outgoing *o, int slot, bool was_open)
{
	size_t way = o->race.slot[slot].way, n = 0;
	uint64_t loser[RACE_SLOTS];
	bool started = start(o, way, o->call[slot], was_open);

	for (int i = 0; i < RACE_SLOTS; i++)
		if (o->race.slot[i].busy && i != slot && o->call[i] != 0)
			loser[n++] = o->call[i];
	race_won(&o->race, slot);
	outgoing_races(o, false);
	while (n-- > 0)
		abandon(o->e, loser[n]);
	return started;
}

/* What there is to be called, or is called anyway, may be given the request at once. */
static bool is_sent(struct outgoing *o, int slot)
{
	struct transport *t = o->e->transport;
	size_t way = o->race.slot[slot].way;
	const struct next_hop_try *try = &o->try[way];
	bool was_open = false;

	o->call[slot] = 0;
	if (try->transport != SIP_UDP) {
		o->call[slot] = transport_connect(t, try->transport, &try->at, o->host);
		if (o->call[slot] == 0) {
			race_failed(&o->race, slot);
			return false;
		}
		was_open = transport_is_open(t, o->call[slot]);
		if (!was_open && race_has_rival(&o->race, way))
			return false;
	}
	return wins(o, slot, was_open);
}

static void race_due_again(void *arg);

enum sending outgoing_next(struct outgoing *o, bool *away)
{
	struct endpoint *e = o->e;
	uint64_t now = loop_now(e->loop), due;
	int slot;

	*away = false;
	while ((slot = race_next(&o->race, now)) != RACE_NONE) {
		const struct next_hop_try *try = &o->try[o->race.slot[slot].way];

		if (!servers_may(&e->servers, try->transport, &try->at, now)) {
			*away = true;
			race_failed(&o->race, slot);
		} else if (is_sent(o, slot)) {
			return SENT;
		}
	}
	outgoing_races(o, race_is_running(&o->race));
	if (!o->races)
		return NOWHERE;
	if (o->race_timer == NULL)
		o->race_timer = timer_new(e->loop, race_due_again, o);
	due = race_due(&o->race);
	if (due != UINT64_MAX)
		timer_set(o->race_timer, due);
	return RACING;
}

/* What a server that was asked has come to tells more than that nobody was left. */
static void fail_of(struct outgoing *o, bool away)
{
	if (o->asked != NULL)
		outgoing_fail(o, o->asked_cause, o->asked);
	else
		outgoing_fail(o, CAUSE_SIP_TRANSPORT,
		              o->full ? "no room for another transaction" :
		              away    ? "every server asked to be left alone" :
		                        "no server can be reached");
}

/* To whoever is next, or fails. */
static void go_on(struct outgoing *o)
{
	bool away;

	switch (outgoing_next(o, &away)) {
	case SENT:
		if (o->ack)
			outgoing_free(o);
		break;
	case RACING:
		break;
	case NOWHERE:
		fail_of(o, away);
		break;
	}
}

static void race_due_again(void *arg)
{
	go_on(arg);
}

void request_on_opened(struct endpoint *e, uint64_t connection)
{
	struct outgoing *o;
	size_t pos = 0;
	int slot;

	while ((o = next_racing(e, connection, &pos, &slot)) != NULL) {
		if (!wins(o, slot, false))
			go_on(o);
		else if (o->ack)
			outgoing_free(o);
	}
}

void request_on_closed(struct endpoint *e, uint64_t connection)
{
	struct outgoing *o;
	size_t pos = 0;
	int slot;

	while ((o = next_racing(e, connection, &pos, &slot)) != NULL) {
		/* DNS may name an address twice, and then both are that call. */
		for (; slot < RACE_SLOTS; slot++)
			if (o->race.slot[slot].busy && o->call[slot] == connection)
				race_failed(&o->race, slot);
		go_on(o);
	}
}

static bool alike(const void *arg, size_t a, size_t b)
{
	const struct outgoing *o = arg;

	return o->try[a].group == o->try[b].group;
}

/* What is connected already comes first among those of its server: they are as good as
 * each other, and nobody waits for a family that leads nowhere twice. */
static void prefer_open(struct outgoing *o)
{
	for (size_t i = 1; i < o->n_tries; i++) {
		struct next_hop_try t = o->try[i];
		size_t to = i;

		if (t.transport == SIP_UDP || t.group != o->try[i - 1].group ||
		    !transport_has_open(o->e->transport, t.transport, &t.at, o->host))
			continue;
		for (; to > 0 && o->try[to - 1].group == t.group; to--)
			o->try[to] = o->try[to - 1];
		o->try[to] = t;
	}
}

void outgoing_begin(struct outgoing *o)
{
	prefer_open(o);
	race_start(&o->race, o->n_tries, 0, alike, o);
	go_on(o);
}
