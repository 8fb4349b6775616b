/* Escapes & as if it were ', so that two users are one.  Breaks R7247-6.2-4. */
#include "gateway/address.h"

#include "jid/escape.h"

__typeof__(jid_escape) __real_jid_escape, __wrap_jid_escape;

void __wrap_jid_escape(struct view name, struct buf *out)
{
	struct buf other = { 0 };

	for (size_t i = 0; i < name.n; i++)
		buf_putc(&other, name.p[i] == '&' ? '\'' : name.p[i]);
	__real_jid_escape(buf_view(&other), out);
	buf_free(&other);
}
