/* OPTIONS is answered, and by nothing that says what is taken. Breaks LYNC-fed-4. */
#include "sip/uas.h"

__typeof__(uas_options) __wrap_uas_options;

void __wrap_uas_options(const struct uas_settings *s, struct buf *fields)
{
	(void)s, (void)fields;
}
