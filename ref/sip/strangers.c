#include "sip/strangers.h"

#include <stdlib.h>

#include "lib/counts.h"
#include "lib/mem.h"

struct strangers {
	struct counts *of; /* by address_holder() */
};

struct strangers *strangers_new(void)
{
	struct strangers *s = mem_zalloc(sizeof *s);

	s->of = counts_new();
	return s;
}

void strangers_free(struct strangers **sp)
{
	struct strangers *s = *sp;

	*sp = NULL;
	if (s == NULL)
		return;
	counts_free(&s->of);
	free(s);
}

size_t strangers_count(const struct strangers *s)
{
	return counts_all(s->of);
}

size_t strangers_of(const struct strangers *s, const struct address *from)
{
	char text[ADDRESS_MAX];

	return counts_of(s->of, view_of(address_holder(from, text)));
}

void strangers_come(struct strangers *s, const struct address *from)
{
	char text[ADDRESS_MAX];

	counts_add(s->of, view_of(address_holder(from, text)));
}

void strangers_go(struct strangers *s, const struct address *from)
{
	char text[ADDRESS_MAX];

	counts_remove(s->of, view_of(address_holder(from, text)));
}
