/* Two layers and a network between them that loses, doubles and delays. */
#include <stdlib.h>

#include "lib/mem.h"
#include "lib/rng.h"
#include "sip/transaction_rig.h"

#define REQUESTS 600

struct packet {
	struct packet *next;
	uint64_t due;
	bool to_server;
	size_t n;
	char bytes[];
};

static struct {
	struct rng rng;
	uint64_t now;
	struct packet *in_flight;	/* by due */
	uint32_t loss, copies;		/* per cent */
	uint32_t delay;			/* ms, at most */
	struct transactions *client, *server;
	unsigned delivered[REQUESTS], answered[REQUESTS], failed[REQUESTS];
	uint64_t id_of[REQUESTS];
	size_t packets;
} net;

static void put(struct packet *p)
{
	struct packet **at = &net.in_flight;

	p->due = net.now + 1 + rng_next_below(&net.rng, net.delay);
	while (*at != NULL && (*at)->due <= p->due)
		at = &(*at)->next;
	p->next = *at;
	*at = p;
}

static bool carry(struct view bytes, bool to_server)
{
	do {
		struct packet *p = mem_alloc(sizeof *p + bytes.n);

		net.packets++;
		p->to_server = to_server;
		p->n = bytes.n;
		memcpy(p->bytes, bytes.p, bytes.n);
		if (rng_next_below(&net.rng, 100) < net.loss)
			free(p);
		else
			put(p);
	} while (rng_next_below(&net.rng, 100) < net.copies);
	return true;
}

static bool client_send(void *arg, const struct sip_flow *to, struct view bytes)
{
	(void)arg, (void)to;
	return carry(bytes, true);
}

static bool server_send(void *arg, const struct sip_flow *to, struct view bytes)
{
	(void)arg, (void)to;
	return carry(bytes, false);
}

static void on_request(void *arg, uint64_t id, const struct sip_message *m,
                       const struct sip_flow *from)
{
	(void)arg, (void)from;
	ck_assert_uint_lt(m->cseq.number, REQUESTS);
	net.delivered[m->cseq.number]++;
	ck_assert(transaction_respond(net.server, id, &(struct sip_answer){
		.status = m->method == SIP_METHOD_INVITE ? 488 : 200 }, net.now));
}

static size_t number_of(uint64_t id)
{
	for (size_t i = 0; i < REQUESTS; i++)
		if (net.id_of[i] == id)
			return i;
	ck_abort_msg("an id that was never given");
}

static void on_response(void *arg, uint64_t id, const struct sip_message *m)
{
	(void)arg;
	ck_assert_uint_eq(number_of(id), m->cseq.number);
	if (m->status >= 200)
		net.answered[m->cseq.number]++;
}

static void on_failed(void *arg, uint64_t id, enum cause cause)
{
	(void)arg;
	ck_assert_int_eq(cause, CAUSE_SIP_TIMEOUT);
	net.failed[number_of(id)]++;
}

static const struct transaction_ops client_ops = { .send = client_send, .request = on_request,
                                                   .response = on_response,
                                                   .failed = on_failed };
static const struct transaction_ops server_ops = { .send = server_send, .request = on_request };

static void request(uint32_t i, const struct sip_flow *flow)
{
	struct buf b = { 0 };
	const char *method = i % 3 == 0 ? "INVITE" : "MESSAGE";

	buf_printf(&b, "%s sip:s@x SIP/2.0\r\nMax-Forwards: 70\r\nFrom: <sip:a@b>;tag=1\r\n"
	           "To: <sip:s@x>\r\nCall-ID: c\r\nCSeq: %u %s\r\nContent-Length: 0\r\n\r\n",
	           method, i, method);
	net.id_of[i] = transaction_request(net.client, buf_view(&b), flow, net.now);
	ck_assert_uint_ne(net.id_of[i], 0);
	buf_free(&b);
}

static uint64_t least(uint64_t a, uint64_t b)
{
	return a < b ? a : b;
}

/* Plays until nothing can happen any more. */
static void play(const struct sip_flow *flow)
{
	for (;;) {
		uint64_t next = least(transactions_due(net.client), transactions_due(net.server));
		struct packet *p = net.in_flight;

		if (p != NULL)
			next = least(next, p->due);
		if (next == UINT64_MAX)
			return;
		net.now = next > net.now ? next : net.now;
		if (p != NULL && p->due <= net.now) {
			net.in_flight = p->next;
			transactions_receive(p->to_server ? net.server : net.client,
			                     (struct view){ p->bytes, p->n }, flow, net.now);
			free(p);
		}
		transactions_tick(net.client, net.now);
		transactions_tick(net.server, net.now);
	}
}

static void run(uint64_t seed, uint32_t loss, uint32_t copies, uint32_t delay)
{
	struct transaction_settings s = { .t1 = 0 };
	struct sip_flow flow = { .transport = SIP_UDP };
	struct transactions_counts c;

	memset(&net, 0, sizeof net);
	rng_seed(&net.rng, seed);
	net.loss = loss;
	net.copies = copies;
	net.delay = delay;
	for (int i = 0; i < SIP_TRANSPORTS; i++)
		s.sent_by[i] = VIEW("127.0.0.1:5060");
	ck_assert(address_parse(VIEW("127.0.0.1:5060"), &flow.peer));
	net.client = transactions_new(&s, &client_ops, NULL);
	net.server = transactions_new(&s, &server_ops, NULL);
	for (uint32_t i = 0; i < REQUESTS; i++)
		request(i, &flow);
	play(&flow);
	for (int i = 0; i < REQUESTS; i++) {
		/* Once to the core, and one end of the story, never two. */
		ck_assert_uint_le(net.delivered[i], 1);
		ck_assert_uint_eq(net.answered[i] + net.failed[i], 1);
		ck_assert(net.answered[i] == 0 || net.delivered[i] == 1);
	}
	transactions_count(net.client, &c);
	ck_assert_uint_eq(c.held, 0);
	transactions_count(net.server, &c);
	ck_assert_uint_eq(c.held, 0);
	transactions_free(&net.client);
	transactions_free(&net.server);
}

static unsigned sum(const unsigned *v)
{
	unsigned n = 0;

	for (int i = 0; i < REQUESTS; i++)
		n += v[i];
	return n;
}

START_TEST(a_good_network)
{
	run(1, 0, 0, 20);
	ck_assert_uint_eq(sum(net.answered), REQUESTS);
	/* Two for each, and an ACK for each INVITE. */
	ck_assert_uint_eq(net.packets, 2 * REQUESTS + (REQUESTS + 2) / 3);
}
END_TEST

START_TEST(a_bad_one)
{
	for (uint64_t seed = 1; seed <= 3; seed++) {
		run(seed, 30, 30, 3000);
		ck_assert_uint_gt(sum(net.answered), REQUESTS * 99 / 100);
	}
}
END_TEST

START_TEST(a_dreadful_one)
{
	/* No packet is older than 500 ms, or one sent last could outlive J. */
	run(11, 85, 50, 400);
	ck_assert_uint_gt(sum(net.answered), REQUESTS / 10);
	ck_assert_uint_gt(sum(net.failed), 0);
}
END_TEST

START_TEST(none)
{
	run(5, 100, 0, 10);
	ck_assert_uint_eq(sum(net.failed), REQUESTS);
	ck_assert_uint_eq(sum(net.delivered), 0);
}
END_TEST

UNIT("transaction_loss", a_good_network, a_bad_one, a_dreadful_one, none)
