#include "report/explain.h"

#include <stdio.h>
#include <string.h>

#include "lib/buf.h"

const struct step *finding_step(const struct case_ *c, const struct finding *f)
{
	return f->step > 0 && f->step <= c->n_step ? &c->step[f->step - 1] : NULL;
}

static const char *behind(const char *text, const char *prefix)
{
	size_t n = strlen(prefix);

	return strncmp(text, prefix, n) == 0 ? text + n : text;
}

const char *finding_words(const struct case_ *c, const struct finding *f)
{
	const struct step *s = finding_step(c, f);
	const char *words = f->words;
	struct buf prefix = { 0 };

	if (s != NULL) {
		buf_printf(&prefix, "step %u `%s`: ", f->step, s->text);
		words = behind(words, buf_cstr(&prefix));
	}
	if (f->class_ != CLASS_NONE) {
		buf_clear(&prefix);
		buf_printf(&prefix, "%s: ", class_word(f->class_));
		words = behind(words, buf_cstr(&prefix));
	}
	buf_free(&prefix);
	return words;
}

bool finding_unreached(const struct case_ *c, const struct finding *f)
{
	return f->verdict == VERDICT_INCONC && f->class_ == CLASS_NONE &&
	       strcmp(finding_words(c, f), "not reached") == 0;
}

void unreached_steps(const struct case_ *c, const struct judgement *j, unsigned *first,
                     unsigned *last)
{
	*first = *last = 0;
	for (size_t i = 0; i < j->n_finding; i++) {
		const struct finding *f = &j->finding[i];

		if (!finding_unreached(c, f))
			continue;
		if (*first == 0 || f->step < *first)
			*first = f->step;
		if (f->step > *last)
			*last = f->step;
	}
}
