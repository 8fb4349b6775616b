#include "sip/strangers.h"

#include <stdlib.h>

#include "lib/map.h"
#include "lib/mem.h"

struct strangers {
	struct map *of; /* address_holder() -> size_t; bounded by `count` */
	size_t count;
};

struct strangers *strangers_new(void)
{
	struct strangers *s = mem_zalloc(sizeof *s);

	s->of = map_new();
	return s;
}

void strangers_free(struct strangers **sp)
{
	struct strangers *s = *sp;
	size_t pos = 0;
	struct view key;
	void *value;

	*sp = NULL;
	if (s == NULL)
		return;
	while (map_next(s->of, &pos, &key, &value))
		free(value);
	map_free(&s->of);
	free(s);
}

size_t strangers_count(const struct strangers *s)
{
	return s->count;
}

static size_t *found(const struct strangers *s, const struct address *from,
                     char text[ADDRESS_MAX])
{
	return map_get(s->of, view_of(address_holder(from, text)));
}

size_t strangers_of(const struct strangers *s, const struct address *from)
{
	char text[ADDRESS_MAX];
	const size_t *n = found(s, from, text);

	return n != NULL ? *n : 0;
}

void strangers_come(struct strangers *s, const struct address *from)
{
	char text[ADDRESS_MAX];
	size_t *n = found(s, from, text);

	if (n == NULL) {
		n = mem_zalloc(sizeof *n);
		map_put(s->of, view_of(text), n);
	}
	++*n;
	s->count++;
}

void strangers_go(struct strangers *s, const struct address *from)
{
	char text[ADDRESS_MAX];
	size_t *n = found(s, from, text);

	if (n == NULL)
		return;
	s->count--;
	if (--*n == 0)
		free(map_remove(s->of, view_of(text)));
}
