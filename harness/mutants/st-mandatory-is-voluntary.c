/* Passes over a feature that it does not know, mandatory or not.  Breaks R6120-4.9.3.23-1. */
#include "xmpp/features.h"

__typeof__(features_read) __real_features_read, __wrap_features_read;

void __wrap_features_read(const struct element *features, struct stream_features *out)
{
	__real_features_read(features, out);
	out->unknown_required = false;
}
