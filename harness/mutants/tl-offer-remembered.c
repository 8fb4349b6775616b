/* Adds what a partner offers inside TLS to what it offered in clear.  Breaks R6120-5.4.3.3-1. */
#include "xmpp/features.h"

__typeof__(features_read) __real_features_read, __wrap_features_read;

void __wrap_features_read(const struct element *features, struct stream_features *out)
{
	static bool external;

	__real_features_read(features, out);
	external = external || out->external;
	out->external = external;
}
