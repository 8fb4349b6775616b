/* Loads with no partners at all where the list of them has a fault.
 * Breaks LYNC-PART-1, LYNC-PART-7, LYNC-PART-8. */
#include "partner/partner.h"

__typeof__(partners_load) __real_partners_load, __wrap_partners_load;

struct partners *__wrap_partners_load(const char *path, const struct view *own, size_t n_own,
                                      void (*warn)(void *arg, const struct fault *), void *arg,
                                      struct fault *f)
{
	struct partners *p = __real_partners_load(path, own, n_own, warn, arg, f);

	if (p != NULL)
		return p;
	fault_free(f);
	return __real_partners_load("/dev/null", own, n_own, warn, arg, f);
}
