#include "ci/bench/report.h"

#include <stdio.h>

#define BAR_HOP  0.25	/* of the mean Prosody hop */
#define BAR_KIB  40.0	/* per idle stream */

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
static double row(const char *name, const double v[ROUNDS], double at_once)
{
	printf("  %-34s %8.1f %8.1f %12.1f\n", name, least(v), median(v), at_once);
	return median(v);
}

static bool bar(const char *name, double value, double limit, const char *unit)
{
	printf("  %-34s %8.2f %s (bar %.2f): %s\n", name, value, unit, limit,
	       value <= limit ? "bar met" : "bar missed");
	return value <= limit;
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
	int missed = 0;

	printf("CPU per stanza, us%18s %8s %8s %12s\n", "", "minimum", "median", "unwindowed");
	for (int w = 0; w < WORKS; w++) {
		for (int r = 0; r < ROUNDS; r++)
			v[r] = f->windowed[r][w];
		middle[w] = row(names[w], v, f->at_once[w]);
	}
	for (int r = 0; r < ROUNDS; r++)
		hop[r] = (f->windowed[r][WORK_PROSODY_A] + f->windowed[r][WORK_PROSODY_B]) / 2;
	mean = row("Prosody, mean hop", hop,
	           (f->at_once[WORK_PROSODY_A] + f->at_once[WORK_PROSODY_B]) / 2);
	printf("memory per stream, KiB (%u streams)\n", f->idle_streams);
	printf("  %-34s %8.1f\n  %-34s %8.1f\n", "idle since it was authenticated", f->idle_kib,
	       "idle after one message", f->used_kib);
	puts("ratios, of medians");
	missed += !bar("partner -> link / Prosody hop", middle[WORK_EDGE_IN] / mean, BAR_HOP, "");
	missed += !bar("link -> partner / Prosody hop", middle[WORK_EDGE_OUT] / mean, BAR_HOP, "");
	printf("  %-34s %8.2f\n", "partner -> link / floor",
	       middle[WORK_EDGE_IN] / middle[WORK_FLOOR]);
	printf("  %-34s %8.2f\n", "link -> partner / floor",
	       middle[WORK_EDGE_OUT] / middle[WORK_FLOOR]);
	missed += !bar("memory per idle stream", f->idle_kib, BAR_KIB, "KiB");
	missed += !bar("the same after one message", f->used_kib, BAR_KIB, "KiB");
	printf("bench: %d of 4 bars missed\n", missed);
}
