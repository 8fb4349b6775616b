/* A server that says 481 to a SUBSCRIBE without a dialog is asked again and again.
 * Breaks GW-PR-2, R8048-5.2.2-4. */
#include "gateway/watch_rules.h"

__typeof__(watch_effect_without_dialog) __wrap_watch_effect_without_dialog;

enum subscribe_effect __wrap_watch_effect_without_dialog(enum subscribe_effect of_refresh)
{
	return of_refresh;
}
