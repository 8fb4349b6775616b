#include "partner/probe_step.h"

#include "partner/manual.h"

#define EDGE    PROBE_OF_EDGE
#define GATEWAY PROBE_OF_GATEWAY
#define BOTH    (PROBE_OF_EDGE | PROBE_OF_GATEWAY)

static const struct step {
	const char *word;
	unsigned programs;
	const char *proves, *advice;
} steps[PROBE_STEPS] = {
#define X(name, word, programs, proves, advice)                                                \
	[PROBE_##name] = { word, programs, proves, advice },
#include "partner/probe_step.tbl"
#undef X
};

static const struct broken {
	bool known;
	enum probe_step step;
	const char *advice;
} broken[CAUSE_COUNT] = {
#define X(cause, step, advice) [CAUSE_##cause] = { true, PROBE_##step, advice },
#include "partner/probe_cause.tbl"
#undef X
};

const char *probe_step_word(enum probe_step s)
{
	return steps[s].word;
}

const char *probe_step_advice(enum probe_step s)
{
	return steps[s].advice;
}

bool probe_step_is_of(enum probe_step s, enum probe_program p)
{
	return (steps[s].programs & (unsigned)p) != 0;
}

enum probe_step probe_step_broken(enum cause c)
{
	return broken[c].known ? broken[c].step : PROBE_STEPS;
}

const char *probe_advice(enum cause c, enum probe_step under_way)
{
	const struct broken *b = &broken[c];

	if (b->known && b->step == PROBE_STEPS && under_way == PROBE_TLS)
		return b->advice;
	if (!b->known || b->step == PROBE_STEPS)
		return steps[under_way].advice;
	return b->advice[0] != '\0' ? b->advice : steps[b->step].advice;
}

const char *probe_silence_advice(enum probe_step under_way)
{
	if (under_way == PROBE_TLS)
		return "What answers there takes the connection, and then says nothing: ask the "
		       "partner whether that is its XMPP server, and whether it runs.";
	return steps[under_way].advice;
}

const char *probe_proxy_advice(void)
{
	return "Look at proxy-fqdn of the partner in partners.yml: it is asked for instead of the "
	       "domain.";
}

void probe_manual(struct buf *out)
{
	for (size_t i = 0; i < PROBE_STEPS; i++) {
		buf_printf(out, ".TP\n.B %s\n", steps[i].word);
		manual_text(out, steps[i].proves);
		buf_putc(out, '\n');
		if (steps[i].programs == PROBE_OF_EDGE)
			buf_puts(out, "Of fed\\-edge only.\n");
		else if (steps[i].programs == PROBE_OF_GATEWAY)
			buf_puts(out, "Of fed\\-gateway only.\n");
	}
}
