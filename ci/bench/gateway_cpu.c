/* gateway_cpu.c - CPU per message of fed-gateway, beside the floor and Prosody. */
#include "ci/bench/gateway.h"
#include "ci/bench/report.h"

#include <stddef.h>

enum { MESSAGES = 20000, PROSODY_SHARE = 4, WINDOW = 64 };

#define OWN_USER     "user@" OWN "/r"
#define PARTNER_USER "user@" PARTNER "/r"

struct subjects {
	struct gateway_ends tcp, tls;
	struct floor floor_tcp, floor_tls;
	struct program a, b;
	struct party *sender, *sink;
};

/* Until it has called its front end: by a message that has to go there. */
static bool open_back(struct bench *b, struct gateway_ends *g)
{
	party_printf(g->link, "<message from='" PARTNER_USER "' to='first@" OWN "' id='first'>"
	                      "<body>first</body></message>");
	return gateway_called(b, g);
}

static bool start_gateway(struct bench *b, const char *name, bool tls, struct gateway_ends *g)
{
	const struct gateway_kind kind = { .name = name, .tls = tls, .more = "" };
	struct sip_load first;

	if (!gateway_start(b, &kind, g) || !gateway_call(b, g) || !open_back(b, g))
		return false;
	/* Takes the message that opened the way. */
	first = (struct sip_load){ .from = g->link,
		                   .to = g->called,
		                   .way = TO_SIP,
		                   .total = 1,
		                   .already = 1,
		                   .window = 1,
		                   .measured = &g->program };
	return sip_load_run(b, &first);
}

static bool start_subjects(struct bench *b, struct subjects *s)
{
	const struct floor_kind tcp = { .name = "floor-tcp", .sip = true };
	const struct floor_kind tls = { .name = "floor-tls", .sip = true, .tls = true };

	return start_gateway(b, "gateway-tcp", false, &s->tcp) &&
	       start_gateway(b, "gateway-tls", true, &s->tls) &&
	       floor_start(b, &tcp, &s->floor_tcp) && floor_start(b, &tls, &s->floor_tls) &&
	       prosody_start(b, "prosody-c", PROSODY_C, &s->a) &&
	       prosody_start(b, "prosody-d", PROSODY_D, &s->b) &&
	       (s->sender = prosody_login(b, &s->a, PROSODY_C)) != NULL &&
	       (s->sink = prosody_login(b, &s->b, PROSODY_D)) != NULL;
}

static void stop_subjects(struct bench *b, struct subjects *s)
{
	gateway_end(b, &s->tcp);
	gateway_end(b, &s->tls);
	floor_end(&s->floor_tcp);
	floor_end(&s->floor_tls);
	party_free(&s->sender);
	party_free(&s->sink);
}

static bool prosody(struct bench *b, struct subjects *s, unsigned total, unsigned window,
                    double *hop, unsigned *nudges)
{
	struct load load = {
		.from = s->sender,
		.to = s->sink,
		.sender = "user@" PROSODY_C "/r",
		.receiver = "user@" PROSODY_D "/r",
		.measured = { &s->a, &s->b },
		.may_nudge = true,
		.total = total / PROSODY_SHARE,
		.window = window,
	};
	bool ok = load_run(b, &load);

	*hop = (load.us[0] + load.us[1]) / 2;
	*nudges += load.nudges;
	return ok;
}

/* Everything once, one after the other. */
static bool round_of(struct bench *b, struct subjects *s, unsigned total, unsigned window,
                     double out[GATEWAY_WORKS], unsigned *nudges)
{
	struct sip_load load[] = {
		[TCP_OUT] = { .from = s->tcp.call,
		              .to = s->tcp.link,
		              .way = TO_LINK,
		              .measured = &s->tcp.program },
		[TCP_IN] = { .from = s->tcp.link,
		             .to = s->tcp.called,
		             .way = TO_SIP,
		             .measured = &s->tcp.program },
		[TCP_FLOOR_OUT] = { .from = s->floor_tcp.in,
		                    .to = s->floor_tcp.out,
		                    .way = TO_LINK,
		                    .measured = &s->floor_tcp.program },
		[TCP_FLOOR_IN] = { .from = s->floor_tcp.out,
		                   .to = s->floor_tcp.in,
		                   .way = TO_SIP,
		                   .measured = &s->floor_tcp.program },
		[TLS_OUT] = { .from = s->tls.call,
		              .to = s->tls.link,
		              .way = TO_LINK,
		              .measured = &s->tls.program },
		[TLS_IN] = { .from = s->tls.link,
		             .to = s->tls.called,
		             .way = TO_SIP,
		             .measured = &s->tls.program },
		[TLS_FLOOR_OUT] = { .from = s->floor_tls.in,
		                    .to = s->floor_tls.out,
		                    .way = TO_LINK,
		                    .measured = &s->floor_tls.program },
		[TLS_FLOOR_IN] = { .from = s->floor_tls.out,
		                   .to = s->floor_tls.in,
		                   .way = TO_SIP,
		                   .measured = &s->floor_tls.program },
	};

	for (size_t i = 0; i < sizeof load / sizeof *load; i++) {
		load[i].total = total;
		load[i].window = window;
		if (!sip_load_run(b, &load[i]))
			return false;
		out[i] = load[i].us;
	}
	return prosody(b, s, total, window, &out[GATEWAY_PROSODY], nudges);
}

bool measure_gateway(struct bench *b, struct gateway_figures *out)
{
	static struct subjects s;
	double warm[GATEWAY_WORKS];
	bool ok = start_subjects(b, &s) &&
	          round_of(b, &s, MESSAGES / 10, WINDOW, warm, &out->nudges);

	for (size_t r = 0; ok && r < ROUNDS; r++)
		ok = round_of(b, &s, MESSAGES, WINDOW, out->windowed[r], &out->nudges);
	ok = ok && round_of(b, &s, MESSAGES, 0, out->at_once, &out->nudges);
	out->messages = MESSAGES;
	out->window = WINDOW;
	stop_subjects(b, &s);
	return ok;
}
