/* What somebody does crosses, too, where there are no notes.  Breaks LYNC-PRES-8. */
#include "gateway/presence_map.h"

__typeof__(presence_write) __real_presence_write, __wrap_presence_write;

struct element *__wrap_presence_write(const struct presence *p, const struct jid *who,
                                      const struct jid *watcher, struct view id,
                                      size_t most, struct region *r)
{
	struct element *e = __real_presence_write(p, who, watcher, id, most, r);

	if (p->show != SHOW_NONE)
		element_add_text(r, element_add(r, e, NS_SERVER, "status"),
		                 VIEW("on-the-phone"));
	return e;
}
