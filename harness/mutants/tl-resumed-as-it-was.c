/* What was proved when a TLS session began is proved as long as it is resumed.
 * Breaks EDGE-RESUME-2. */
#include "tls/session.h"

__typeof__(tls_session_chain_by) __real_tls_session_chain_by, __wrap_tls_session_chain_by;

enum cause __wrap_tls_session_chain_by(const struct tls_session *s, const struct tls_context *by)
{
	return tls_session_resumed(s) ? CAUSE_NONE : __real_tls_session_chain_by(s, by);
}
