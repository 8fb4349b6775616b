/* Takes an offer of whatever mechanism for one of EXTERNAL.  Breaks R6120-6.3.3-1. */
#include "xmpp/features.h"

__typeof__(features_read) __real_features_read, __wrap_features_read;

void __wrap_features_read(const struct element *features, struct stream_features *out)
{
	__real_features_read(features, out);
	if (out->mechanisms)
		out->external = true;
}
