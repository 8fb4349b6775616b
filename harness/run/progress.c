#include "run/progress.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "lib/mem.h"

struct progress {
	size_t total, done, bad;
	bool quiet, terminal;
};

struct progress *progress_new(size_t total, bool quiet)
{
	struct progress *p = mem_zalloc(sizeof *p);

	p->total = total;
	p->quiet = quiet;
	p->terminal = isatty(STDERR_FILENO) == 1;
	return p;
}

static void wipe(const struct progress *p)
{
	if (p->terminal)
		fputs("\r\033[K", stderr);
}

void progress_free(struct progress **pp)
{
	if (*pp == NULL)
		return;
	if (!(*pp)->quiet)
		wipe(*pp);
	free(*pp);
	*pp = NULL;
}

void progress_began(struct progress *p, const char *id)
{
	if (p->quiet || !p->terminal)
		return;
	wipe(p);
	fprintf(stderr, "%zu of %zu, %zu not passed  %s", p->done, p->total, p->bad, id);
}

void progress_ended(struct progress *p, const struct case_result *c, bool declared)
{
	p->done++;
	if (c->verdict == VERDICT_PASS || c->verdict == VERDICT_NA || declared ||
	    c->case_->scenario->canary.text != NULL)
		return;
	p->bad++;
	if (p->quiet)
		return;
	wipe(p);
	fprintf(stderr, "%-7s %-12s %s\n", verdict_word(c->verdict), c->case_->id,
	        c->reason != NULL ? c->reason : "");
}
