#include "cast/unacked.h"

#include <stdlib.h>
#include <string.h>

#include "lib/mem.h"

bool unacked_counts(struct view xml)
{
	static const char *const names[] = { "<message", "<presence", "<iq" };

	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
		size_t n = strlen(names[i]);

		if (xml.n > n && memcmp(xml.p, names[i], n) == 0 &&
		    strchr(" \t\r\n/>", xml.p[n]) != NULL)
			return true;
	}
	return false;
}

void unacked_put(struct unacked *u, const struct role *as, struct view xml)
{
	struct unacked_one *one = mem_zalloc(sizeof *one);

	one->as = as;
	one->xml = (struct view){ view_dup(xml), xml.n };
	if (u->first == NULL)
		u->first = one;
	else
		u->last->next = one;
	u->last = one;
	u->sent++;
}

static void forget_first(struct unacked *u)
{
	struct unacked_one *one = u->first;

	u->first = one->next;
	free((char *)(uintptr_t)one->xml.p);
	free(one);
}

bool unacked_ack(struct unacked *u, uint32_t h)
{
	if (h - u->acked > u->sent - u->acked)
		return false;
	for (; u->acked != h; u->acked++)
		forget_first(u);
	return true;
}

void unacked_clear(struct unacked *u)
{
	while (u->first != NULL)
		forget_first(u);
	*u = (struct unacked){ NULL, NULL, 0, 0 };
}
