#include "ci/bench/report.h"

#include <stdio.h>
#include <stdlib.h>

#define BAR_HOP 0.25 /* of the mean Prosody hop */
#define BAR_KIB 40.0 /* per idle stream */

static double least(const double v[ROUNDS])
{
	double m = v[0];

	for (int i = 1; i < ROUNDS; i++)
		m = v[i] < m ? v[i] : m;
	return m;
}

/* The one with as many below as above. */
static double median(const double v[ROUNDS])
{
	for (int i = 0; i < ROUNDS; i++) {
		int below = 0, same = 0;

		for (int k = 0; k < ROUNDS; k++) {
			below += v[k] < v[i];
			same += v[k] <= v[i];
		}
		if (below <= ROUNDS / 2 && same > ROUNDS / 2)
			return v[i];
	}
	return v[0];
}

/* Prints one row; its median is the result. */
double report_row(const char *name, const double v[ROUNDS], double at_once)
{
	printf("  %-34s %8.1f %8.1f %12.1f\n", name, least(v), median(v), at_once);
	return median(v);
}

bool report_bar(const char *name, double value, double limit, const char *unit)
{
	printf("  %-34s %8.2f %s (bar %.2f): %s\n", name, value, unit, limit,
	       value <= limit ? "bar met" : "bar missed");
	return value <= limit;
}

/* The bar and the floor, for one way through fed-edge. */
static int edge_ratios(const char *way, double edge, double hop, double least_work)
{
	char name[64];
	bool met;

	snprintf(name, sizeof name, "%s / Prosody hop", way);
	met = report_bar(name, edge / hop, BAR_HOP, "times");
	snprintf(name, sizeof name, "%s / floor", way);
	printf("  %-34s %8.2f\n", name, edge / least_work);
	return !met;
}

/* Other work on the machine makes every figure larger. */
void report_machine(void)
{
	double busy;

	if (getloadavg(&busy, 1) == 1)
		printf("load average of the machine: %.2f\n", busy);
}

void report(const struct figures *f)
{
	static const char *const names[WORKS] = {
		[WORK_EDGE_IN] = "fed-edge, partner -> link",
		[WORK_EDGE_OUT] = "fed-edge, link -> partner",
		[WORK_FLOOR] = "floor, TLS -> TLS",
		[WORK_PROSODY_A] = "Prosody A, client -> s2s",
		[WORK_PROSODY_B] = "Prosody B, s2s -> client",
	};
	double middle[WORKS], hop[ROUNDS], v[ROUNDS], mean;
	double mean_at_once = (f->at_once[WORK_PROSODY_A] + f->at_once[WORK_PROSODY_B]) / 2;
	int missed = 0;

	report_machine();
	printf("%d rounds of %u messages, %u through Prosody; at most %u outstanding\n", ROUNDS,
	       f->messages, f->through_prosody, f->window);
	printf("CPU per stanza, us%18s %8s %8s %12s\n", "", "minimum", "median", "unwindowed");
	for (int w = 0; w < WORKS; w++) {
		for (int r = 0; r < ROUNDS; r++)
			v[r] = f->windowed[r][w];
		middle[w] = report_row(names[w], v, f->at_once[w]);
	}
	for (int r = 0; r < ROUNDS; r++)
		hop[r] = (f->windowed[r][WORK_PROSODY_A] + f->windowed[r][WORK_PROSODY_B]) / 2;
	mean = report_row("Prosody, mean hop", hop, mean_at_once);
	if (f->nudges > 0)
		printf("  Prosody was silent with stanzas outstanding; one more was sent: "
		       "%u times\n",
		       f->nudges);
	puts("ratios, of medians");
	missed += edge_ratios("partner -> link", middle[WORK_EDGE_IN], mean,
	                      middle[WORK_FLOOR]);
	missed += edge_ratios("link -> partner", middle[WORK_EDGE_OUT], mean,
	                      middle[WORK_FLOOR]);
	puts("ratios, unwindowed");
	missed += edge_ratios("partner -> link", f->at_once[WORK_EDGE_IN], mean_at_once,
	                      f->at_once[WORK_FLOOR]);
	missed += edge_ratios("link -> partner", f->at_once[WORK_EDGE_OUT], mean_at_once,
	                      f->at_once[WORK_FLOOR]);
	printf("memory per idle stream, of %u\n", f->idle_streams);
	missed += !report_bar("since it was authenticated", f->idle_kib, BAR_KIB, "KiB");
	missed += !report_bar("after one message", f->used_kib, BAR_KIB, "KiB");
	if (missed > 0)
		printf("bench: %d of 6 bars missed\n", missed);
	else
		puts("bench: all 6 bars met");
}
