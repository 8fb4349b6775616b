#include <stdio.h>

#include "ci/bench/report.h"

/* Two pages: a flood that fills what the default of connection-limit leaves it, 250,
 * then holds 2 MiB, as much as one partner's queue and backlog may. */
#define BAR_HALF_KIB   8.0
#define BAR_STREAM_KIB 40.0
/* What a reader of messages does not notice, on a machine with other work. */
#define BAR_MS 250.0
/* A hundredth of one processor for all of them. */
#define BAR_CPU_MS 10.0

void report_streams(const struct stream_figures *f)
{
	int missed = 0;

	report_machine();
	printf("beside nobody\n");
	printf("  %-34s %8.2f ms\n", "a message, the slowest of 20", f->quiet_ms);
	printf("  %-34s %8.2f ms\n", "CPU of an idle second", f->quiet_cpu_ms);
	printf("%u connections that have proved nothing\n", f->half_open);
	missed += !report_bar("memory of each", f->half_kib, BAR_HALF_KIB, "KiB");
	missed += !report_bar("CPU of an idle second", f->half_cpu_ms, BAR_CPU_MS, "ms");
	missed += !report_bar("a message meanwhile, the slowest", f->flood_ms, BAR_MS, "ms");
	printf("  %-34s %8.1f us\n", "time until each was taken", f->accept_us);
	printf("%u idle streams over TLS beside them\n", f->streams);
	missed += !report_bar("memory of each", f->stream_kib, BAR_STREAM_KIB, "KiB");
	missed += !report_bar("CPU of an idle second", f->stream_cpu_ms, BAR_CPU_MS, "ms");
	missed += !report_bar("a message meanwhile, the slowest", f->streams_ms, BAR_MS, "ms");
	printf("  %-34s %8.1f us\n", "time until each was set up", f->establish_us);
	if (missed > 0)
		printf("bench: %d of 6 bars missed\n", missed);
	else
		puts("bench: all 6 bars met");
}
