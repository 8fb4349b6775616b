/* Two readers of SIP side by side: ours and sofia-sip's (msg_make() and
 * sip_sanity_check(), the strictest of the packaged ones).  The torture messages
 * and seeded mutations of them; each disagreement must be a row of
 * sip_differential.tbl, or the program fails.
 *
 *	sip_differential [MUTATIONS [SEED]]
 */
#include "sip/torture.h"

#include "sofia.h"

static struct row {
	const char *ours, *theirs, *reason;
	unsigned long met;
} rows[] = {
#define X(ours, theirs, reason) { ours, theirs, reason, 0 },
#include "sip_differential.tbl"
#undef X
};

enum { ROWS = sizeof rows / sizeof rows[0] };

static const char *ours(struct view bytes, struct region *region)
{
	struct sip_refusal refusal;
	struct sip_message m;

	region_reset(region);
	if (sip_message_read(bytes, region, &sip_limits_default, &m, &refusal) == SIP_READ_OK)
		return "ok";
	return refusal.words;
}

/* False: they disagree and no row says so. */
static bool judge(const char *name, struct view bytes, struct region *region)
{
	const char *a, *b;

	if (bytes.n == 0)
		return true;
	a = ours(bytes, region);
	b = sofia_says(bytes.p, bytes.n);
	if ((strcmp(a, "ok") == 0) == (strcmp(b, "ok") == 0))
		return true;
	for (size_t i = 0; i < ROWS; i++)
		if (strcmp(a, rows[i].ours) == 0 && strcmp(b, rows[i].theirs) == 0) {
			rows[i].met++;
			return true;
		}
	printf("X(\"%s\", \"%s\", \"\")\t/* %s */\n", a, b, name);
	if (getenv("FUZZ_SHOW") != NULL)
		fwrite(bytes.p, bytes.n, 1, stdout);
	return false;
}

int main(int argc, char **argv)
{
	unsigned long mutations = argc > 1 ? strtoul(argv[1], NULL, 10) : 50000;
	uint64_t seed = argc > 2 ? strtoull(argv[2], NULL, 10) : 3261;
	struct region *region = region_new();
	unsigned long unknown = 0, listed = 0;
	struct buf bytes = { 0 };
	struct rng r;

	sofia_begin();
	for (size_t i = 0; i < TORTURES; i++) {
		buf_clear(&bytes);
		torture_read(torture_table[i].file, &bytes);
		unknown += !judge(torture_table[i].file, buf_view(&bytes), region);
	}
	rng_seed(&r, seed);
	for (unsigned long i = 0; i < mutations; i++) {
		const char *file = torture_table[rng_next_below(&r, TORTURES)].file;

		buf_clear(&bytes);
		torture_read(file, &bytes);
		for (uint32_t n = rng_next_below(&r, 3) + 1; n > 0 && buf_len(&bytes) > 0; n--)
			torture_mutate(&r, &bytes);
		unknown += !judge(file, buf_view(&bytes), region);
	}
	for (size_t i = 0; i < ROWS; i++)
		listed += rows[i].met;
	printf("sip_differential: %d torture messages, %lu mutations: %lu disagreements "
	       "listed, "
	       "%lu unknown\n",
	       (int)TORTURES, mutations, listed, unknown);
	sofia_end();
	buf_free(&bytes);
	region_free(&region);
	return unknown != 0;
}
