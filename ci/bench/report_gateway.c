#include <stdio.h>

#include "ci/bench/gateway.h"
#include "ci/bench/report.h"

#define BAR_FLOOR 2.0  /* times the floor with the same TLS sides */
#define BAR_TLS   15.0 /* us, with SIP over mutual TLS */
#define BAR_WATCH 1.0  /* KiB for each idle subscription */

static const struct {
	const char *name;
	enum gateway_work work, floor;
} ways[] = {
	{ "SIP over TCP -> link", TCP_OUT, TCP_FLOOR_OUT },
	{ "link -> SIP over TCP", TCP_IN, TCP_FLOOR_IN },
	{ "SIP over TLS -> link", TLS_OUT, TLS_FLOOR_OUT },
	{ "link -> SIP over TLS", TLS_IN, TLS_FLOOR_IN },
};

static int ratios(const char *regime, const double us[GATEWAY_WORKS])
{
	char name[64];
	int missed = 0;

	printf("ratios, %s\n", regime);
	for (size_t i = 0; i < sizeof ways / sizeof ways[0]; i++) {
		double v = us[ways[i].work];

		snprintf(name, sizeof name, "%s / floor", ways[i].name);
		missed += !report_bar(name, v / us[ways[i].floor], BAR_FLOOR, "times");
		if (ways[i].work == TLS_OUT || ways[i].work == TLS_IN)
			missed += !report_bar(ways[i].name, v, BAR_TLS, "us");
		snprintf(name, sizeof name, "%s / Prosody hop", ways[i].name);
		printf("  %-34s %8.2f\n", name, v / us[GATEWAY_PROSODY]);
	}
	return missed;
}

void report_gateway(const struct gateway_figures *f)
{
	static const char *const names[GATEWAY_WORKS] = {
		[TCP_OUT] = "fed-gateway, SIP/TCP -> link",
		[TCP_IN] = "fed-gateway, link -> SIP/TCP",
		[TCP_FLOOR_OUT] = "floor, SIP/TCP -> link",
		[TCP_FLOOR_IN] = "floor, link -> SIP/TCP",
		[TLS_OUT] = "fed-gateway, SIP/TLS -> link",
		[TLS_IN] = "fed-gateway, link -> SIP/TLS",
		[TLS_FLOOR_OUT] = "floor, SIP/TLS -> link",
		[TLS_FLOOR_IN] = "floor, link -> SIP/TLS",
		[GATEWAY_PROSODY] = "Prosody, mean hop",
	};
	double middle[GATEWAY_WORKS], v[ROUNDS];
	int missed;

	report_machine();
	printf("fed-gateway: %d rounds of %u messages, answers included; at most %u "
	       "outstanding\n",
	       ROUNDS, f->messages, f->window);
	printf("CPU per message, us%18s %8s %8s %12s\n", "", "minimum", "median", "unwindowed");
	for (int w = 0; w < GATEWAY_WORKS; w++) {
		for (int r = 0; r < ROUNDS; r++)
			v[r] = f->windowed[r][w];
		middle[w] = report_row(names[w], v, f->at_once[w]);
	}
	missed = ratios("of medians", middle);
	missed += ratios("unwindowed", f->at_once);
	printf("fed-gateway: %d of 12 bars missed\n", missed);
}

void report_watches(const struct watch_figures *f)
{
	int missed = 0;

	report_machine();
	printf("presence subscriptions, %u in each direction\n", f->n);
	printf("  %-34s %8.2f s\n", "cold start, all subscribed again", f->restart_s);
	printf("  %-34s %8.1f us\n", "CPU for each, since the start", f->restart_us);
	missed += !report_bar("memory of one of XMPP's", f->xmpp_kib, BAR_WATCH, "KiB");
	missed += !report_bar("memory of one of SIP's", f->sip_kib, BAR_WATCH, "KiB");
	printf("subscriptions: %d of 2 bars missed\n", missed);
}
