#include "check/check_step.h"

#include "partner/manual.h"

static const struct step {
	const char *word, *about, *wants, *advice;
} steps[CHECK_STEPS] = {
#define X(name, word, about, wants, advice) [CHECK_##name] = { word, about, wants, advice },
#include "check/check_step.tbl"
#undef X
};

const char *check_step_word(enum check_step s)
{
	return steps[s].word;
}

const char *check_step_about(enum check_step s)
{
	return steps[s].about;
}

const char *check_step_wants(enum check_step s)
{
	return steps[s].wants;
}

const char *check_step_advice(enum check_step s)
{
	return steps[s].advice;
}

void check_manual(struct buf *out)
{
	for (size_t i = 0; i < CHECK_STEPS; i++) {
		buf_printf(out, ".TP\n.B %s\nAbout %s. ", steps[i].word, steps[i].about);
		manual_text(out, steps[i].wants);
		buf_putc(out, '\n');
	}
}

void check_planning(struct buf *out)
{
	buf_puts(
	        out,
	        "| step | about | what has to be so | when it is amiss |\n|---|---|---|---|\n");
	for (size_t i = 0; i < CHECK_STEPS; i++)
		buf_printf(out, "| `%s` | %s | %s | %s |\n", steps[i].word, steps[i].about,
		           steps[i].wants, steps[i].advice);
}
