/* Goes on only where it knows every feature, and where there is one at least.
 * Breaks R6120-4.3.2-3. */
#include "xmpp/features.h"

__typeof__(features_read) __real_features_read, __wrap_features_read;

void __wrap_features_read(const struct element *features, struct stream_features *out)
{
	__real_features_read(features, out);
	if (!out->starttls && !out->mechanisms && !out->dialback)
		out->unknown_required = true;
}
