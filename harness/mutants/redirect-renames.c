/* Behind <see-other-host/>, takes the other host for the partner: in the header and in its certificate.
 * Breaks R6120-4.9.3.19-2, R6120-4.9.3.19-3. */
#include "edge/dial.h"
#include "lib/mem.h"
#include "xmpp/conn.h"

__typeof__(dial_new) __real_dial_new, __wrap_dial_new;
__typeof__(conn_open) __real_conn_open, __wrap_conn_open;
__typeof__(conn_certificate) __real_conn_certificate, __wrap_conn_certificate;

static char *other;

struct dial *__wrap_dial_new(struct edge *e, const char *domain, const char *proxy,
                             const struct dial_ops *ops, void *arg)
{
	if (proxy != NULL && other == NULL)
		other = mem_strdup(proxy);
	return __real_dial_new(e, domain, proxy, ops, arg);
}

void __wrap_conn_open(struct conn *c, const struct stream_settings *settings)
{
	struct stream_settings to = *settings;

	if (other != NULL && to.role == STREAM_INITIATING)
		to.to = view_of(other);
	__real_conn_open(c, &to);
}

enum cause __wrap_conn_certificate(const struct conn *c, struct view domain,
                                   const struct tls_context *by)
{
	return __real_conn_certificate(c, other != NULL ? view_of(other) : domain, by);
}
