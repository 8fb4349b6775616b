#include "check/check_step.h"

#include "partner/manual.h"

#define EDGE    CHECK_OF_EDGE
#define GATEWAY CHECK_OF_GATEWAY

static const struct step {
	const char *word;
	enum check_program program;
	const char *about, *wants, *advice;
} steps[CHECK_STEPS] = {
#define X(name, word, program, about, wants, advice)                                           \
	[CHECK_##name] = { word, program, about, wants, advice },
#include "check/check_step.tbl"
#undef X
};

const char *check_step_word(enum check_step s)
{
	return steps[s].word;
}

const char *check_step_advice(enum check_step s)
{
	return steps[s].advice;
}

static const char *const programs[] = { [CHECK_OF_EDGE] = "fed-edge",
	                                [CHECK_OF_GATEWAY] = "fed-gateway" };

void check_manual(struct buf *out)
{
	for (size_t i = 0; i < CHECK_STEPS; i++) {
		if (i == 0 || steps[i].program != steps[i - 1].program) {
			buf_puts(out, ".PP\nOf ");
			manual_text(out, programs[steps[i].program]);
			buf_puts(out, ":\n");
		}
		buf_puts(out, ".TP\n.B ");
		manual_text(out, steps[i].word);
		buf_puts(out, "\nAbout ");
		manual_text(out, steps[i].about);
		buf_puts(out, ". ");
		manual_text(out, steps[i].wants);
		buf_putc(out, '\n');
	}
}

void check_planning(struct buf *out)
{
	for (size_t i = 0; i < CHECK_STEPS; i++) {
		if (i == 0 || steps[i].program != steps[i - 1].program)
			buf_printf(out,
			           "%sOf `%s`:\n\n"
			           "| step | about | what has to be so | when it is amiss |\n"
			           "|---|---|---|---|\n",
			           i != 0 ? "\n" : "", programs[steps[i].program]);
		buf_printf(out, "| `%s` | %s | %s | %s |\n", steps[i].word, steps[i].about,
		           steps[i].wants, steps[i].advice);
	}
}
