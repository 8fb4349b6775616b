/* The cost of SIP transactions, in memory: no socket, no loop.
 *
 *   MESSAGE in, 200 out   one message after the other, on a stream and over UDP
 *   MESSAGE out, 200 in   likewise
 *   held                  bytes of memory that a finished UDP transaction keeps
 *                         for its 64*T1
 */
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "lib/buf.h"
#include "sip/transaction.h"

#define ROUNDS 5
#define N      100000

static struct transactions *t;
static struct buf last;		/* what was sent */
static size_t sent, got;
static uint64_t now, late_id;
static bool late;

static bool on_send(void *arg, const struct sip_flow *to, struct view bytes)
{
	(void)arg, (void)to;
	sent++;
	buf_clear(&last);
	buf_putv(&last, bytes);
	return true;
}

static void on_request(void *arg, uint64_t id, const struct sip_message *m,
                       const struct sip_flow *from)
{
	(void)arg, (void)m, (void)from;
	late_id = id;
	if (!late)
		transaction_respond(t, id, &(struct sip_answer){ .status = 200 }, now);
}

static void on_response(void *arg, uint64_t id, const struct sip_message *m)
{
	(void)arg, (void)id, (void)m;
	got++;
}

static const struct transaction_ops ops = { .send = on_send, .request = on_request,
                                            .response = on_response };

static double cpu(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &ts);
	return (double)ts.tv_sec * 1e6 + (double)ts.tv_nsec / 1e3;
}

/* 387 bytes, as in the measurements that the bar comes from. */
static int write_message(char *out, size_t size, const char *via, int i)
{
	return snprintf(out, size,
		"MESSAGE sip:xeno@jabbertown.example SIP/2.0\r\n%s"
		"Max-Forwards: 70\r\nFrom: <sip:sally@sipcorp.example>;tag=49583\r\n"
		"To: <sip:xeno@jabbertown.example>\r\nCall-ID: asd88asd77a@fe.sipcorp.example\r\n"
		"CSeq: %d MESSAGE\r\nContent-Type: text/plain;charset=UTF-8\r\n"
		"Content-Length: 44\r\n\r\nArt thou not Romeo, and a Montague? Say so.\r\n", via, i);
}

static void begin(struct sip_flow *flow, enum sip_transport transport)
{
	struct transaction_settings s = { .max = 2 * N, .max_bytes = SIZE_MAX };

	for (int i = 0; i < SIP_TRANSPORTS; i++)
		s.sent_by[i] = VIEW("gw.sipcorp.example:5060");
	*flow = (struct sip_flow){ .transport = transport, .connection = 1 };
	address_parse(VIEW("192.0.2.1:5060"), &flow->peer);
	t = transactions_new(&s, &ops, NULL);
	sent = got = 0;
	now = 1000;
}

static double in(enum sip_transport transport, bool after_the_call, size_t *held, size_t *heap)
{
	static char text[N][448];
	static int length[N];
	struct transactions_counts c;
	struct mallinfo2 before, after;
	struct sip_flow flow;
	double start, us;
	char via[200];

	for (int i = 0; i < N; i++) {
		snprintf(via, sizeof via, "Via: SIP/2.0/%s fe.sipcorp.example:5060;branch=z9hG4bK%d\r\n",
		         sip_transport_name(transport), i);
		length[i] = write_message(text[i], sizeof text[i], via, i + 1);
	}
	begin(&flow, transport);
	late = after_the_call;
	before = mallinfo2();
	start = cpu();
	for (int i = 0; i < N; i++) {
		transactions_receive(t, (struct view){ text[i], (size_t)length[i] }, &flow, now);
		if (late)
			transaction_respond(t, late_id, &(struct sip_answer){ .status = 200 }, now);
	}
	us = (cpu() - start) / N;
	after = mallinfo2();
	transactions_count(t, &c);
	*held = c.bytes / N;
	*heap = (after.uordblks + after.hblkhd - before.uordblks - before.hblkhd) / N;
	if (sent != N)
		fprintf(stderr, "bench: %zu answers to %d requests\n", sent, N);
	/* What has ended costs as well. */
	start = cpu();
	transactions_tick(t, now + 32000);
	us += (cpu() - start) / N;
	transactions_free(&t);
	return us;
}

/* Half of the requests' own response, made of what was sent. */
static void answer(struct buf *out)
{
	struct view rest = buf_view(&last), line;

	buf_clear(out);
	buf_puts(out, "SIP/2.0 200 OK\r\n");
	while (view_cut(rest, '\n', &line, &rest) && line.n > 1)
		if (view_starts(line, VIEW("Via:")) || view_starts(line, VIEW("From:")) ||
		    view_starts(line, VIEW("To:")) || view_starts(line, VIEW("Call-ID:")) ||
		    view_starts(line, VIEW("CSeq:"))) {
			buf_putv(out, line);
			buf_putc(out, '\n');
		}
	buf_puts(out, "Content-Length: 0\r\n\r\n");
}

static double out(enum sip_transport transport)
{
	struct buf response = { 0 };
	struct sip_flow flow;
	double total = 0, start;
	char text[600];
	int n;

	begin(&flow, transport);
	for (int i = 0; i < N; i++) {
		n = write_message(text, sizeof text, "", i + 1);
		start = cpu();
		transaction_request(t, (struct view){ text, (size_t)n }, &flow, now);
		total += cpu() - start;
		answer(&response);
		start = cpu();
		transactions_receive(t, buf_view(&response), &flow, now);
		total += cpu() - start;
	}
	if (got != N)
		fprintf(stderr, "bench: %zu responses to %d requests\n", got, N);
	transactions_tick(t, now + 32000);
	transactions_free(&t);
	buf_free(&response);
	return total / N;
}

static int by_size(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return x < y ? -1 : x > y;
}

static void print(const char *what, double *us)
{
	qsort(us, ROUNDS, sizeof *us, by_size);
	printf("%-34s %.2f us CPU [%.2f..%.2f]\n", what, us[ROUNDS / 2], us[0], us[ROUNDS - 1]);
}

int main(void)
{
	static const struct {
		const char *what;
		enum sip_transport transport;
		bool late;
	} row[] = {
		{ "MESSAGE in, answered at once, TCP", SIP_TCP, false },
		{ "MESSAGE in, answered later, TCP", SIP_TCP, true },
		{ "MESSAGE in, answered at once, UDP", SIP_UDP, false },
		{ "MESSAGE in, answered later, UDP", SIP_UDP, true },
	};
	double us[ROUNDS];
	size_t held = 0, heap = 0;

	for (size_t i = 0; i < sizeof row / sizeof row[0]; i++) {
		for (int r = 0; r < ROUNDS; r++)
			us[r] = in(row[i].transport, row[i].late, &held, &heap);
		print(row[i].what, us);
	}
	printf("%-34s %zu bytes counted, %zu of heap\n", "held by a finished UDP transaction", held,
	       heap);
	for (int i = 0; i < 2; i++) {
		for (int r = 0; r < ROUNDS; r++)
			us[r] = out(i == 0 ? SIP_TCP : SIP_UDP);
		print(i == 0 ? "MESSAGE out, 200 in, TCP" : "MESSAGE out, 200 in, UDP", us);
	}
	buf_free(&last);
	return 0;
}
