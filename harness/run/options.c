#include "run/options.h"

#include <stdlib.h>
#include <string.h>

#include "lib/mem.h"
#include "lib/rng.h"
#include "lib/suggest.h"
#include "lib/text.h"

enum option {
	OPT_SUT, OPT_SCENARIOS, OPT_JOBS, OPT_SEED, OPT_OUT, OPT_KEEP, OPT_PCAP, OPT_QUIET,
	OPT_NO_RESULTS, OPT_NONE
};

static const struct {
	const char *name, *value, *doc;
} table[] = {
	[OPT_SUT] = { "--sut", "NAME", "the system under test: a folder of peers/, or a path (ref-edge)" },
	[OPT_SCENARIOS] = { "--scenarios", "DIR", "the suite, when it is another (scenarios)" },
	[OPT_JOBS] = { "-j", "N", "cases side by side (three per processor)" },
	[OPT_SEED] = { "--seed", "HEX", "names, keys and order come from it (random)" },
	[OPT_OUT] = { "--out", "DIR", "where results go (build/results)" },
	[OPT_KEEP] = { "--keep", NULL, "keep everything of passed cases as well" },
	[OPT_PCAP] = { "--pcap", NULL, "a pcapng per case, TLS secrets inside" },
	[OPT_QUIET] = { "--quiet", NULL, "no progress, no tree" },
	[OPT_NO_RESULTS] = { "--no-results", NULL, "leave RESULTS.md as it is" },
};

static bool hex(const char *s, uint64_t *out)
{
	char *end;
	size_t digits = strspn(s, "0123456789abcdefABCDEF");

	if (digits == 0 || digits > 16 || s[digits] != '\0')
		return false;
	*out = strtoull(s, &end, 16);
	return true;
}

static enum option option_of(const char *word)
{
	enum option i;

	for (i = 0; i < OPT_NONE; i++)
		if (strcmp(word, table[i].name) == 0)
			break;
	return i;
}

static bool unknown(const char *word, struct fault *f)
{
	const char *words[OPT_NONE], *near;

	for (enum option i = 0; i < OPT_NONE; i++)
		words[i] = table[i].name;
	near = suggest(view_of(word), words, OPT_NONE);
	if (near == NULL)
		return fault_set(f, NULL, 0, 0, "unknown option \"%s\"; see `fedlab --help`",
		                 word);
	return fault_set(f, NULL, 0, 0, "unknown option \"%s\"; did you mean \"%s\"?", word,
	                 near);
}

bool options_read(int argc, char **argv, struct run_options *o, struct fault *f)
{
	char **selected = mem_array((size_t)argc + 1, sizeof *selected);
	uint64_t n;

	memset(o, 0, sizeof *o);
	o->sut = "ref-edge";
	o->scenarios = "scenarios";
	o->out = "build/results";
	o->select = selected;
	rng_bytes(&o->seed, sizeof o->seed);
	for (int i = 0; i < argc; i++) {
		enum option opt = option_of(argv[i]);
		const char *value = NULL;

		if (argv[i][0] != '-') {
			selected[o->n_select++] = argv[i];
			continue;
		}
		if (opt == OPT_NONE)
			return unknown(argv[i], f);
		if (table[opt].value != NULL) {
			if (++i == argc)
				return fault_set(f, NULL, 0, 0, "%s needs a value: %s",
				                 table[opt].name, table[opt].value);
			value = argv[i];
		}
		switch (opt) {
		case OPT_SUT:
			o->sut = value;
			break;
		case OPT_SCENARIOS:
			o->scenarios = value;
			break;
		case OPT_JOBS:
			if (!text_u64(view_of(value), 1, 64, &n))
				return fault_set(f, NULL, 0, 0,
				                 "-j %s: a number from 1 to 64 is needed",
				                 value);
			o->jobs = (unsigned)n;
			break;
		case OPT_SEED:
			if (!hex(value, &o->seed))
				return fault_set(f, NULL, 0, 0,
				                 "--seed %s: up to 16 hex digits are needed",
				                 value);
			break;
		case OPT_OUT:
			if (value[0] == '\0')
				return fault_set(f, NULL, 0, 0, "--out needs a folder");
			o->out = value;
			break;
		case OPT_KEEP:
			o->keep = true;
			break;
		case OPT_PCAP:
			o->pcap = true;
			break;
		case OPT_QUIET:
			o->quiet = true;
			break;
		case OPT_NO_RESULTS:
			o->no_results = true;
			break;
		case OPT_NONE:
			break;
		}
	}
	return true;
}

void options_free(struct run_options *o)
{
	free((void *)(uintptr_t)o->select);
	o->select = NULL;
}

void options_print(FILE *to)
{
	for (enum option i = 0; i < OPT_NONE; i++)
		fprintf(to, "  %-12s %-5s %s\n", table[i].name,
		        table[i].value != NULL ? table[i].value : "", table[i].doc);
}
