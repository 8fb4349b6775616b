/* Who does something is there, whatever the document says.  Breaks LYNC-pres-4. */
#include "gateway/presence_map.h"

__typeof__(presence_from_tuple) __real_presence_from_tuple, __wrap_presence_from_tuple;

bool __wrap_presence_from_tuple(const struct pidf *p, const struct pidf_tuple *t,
                                struct view content_language,
                                const struct presence_style *style, struct presence *out)
{
	bool says = __real_presence_from_tuple(p, t, content_language, style, out);

	out->available = out->available || t->person.activities;
	return says;
}
