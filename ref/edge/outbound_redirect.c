/* see-other-host while a stream is set up (RFC 6120 4.9.3.19): another address for the
 * same domain, with the same policy and the same name in its certificate. */
#include "edge/outbound_private.h"

#include <stdlib.h>

#include "edge/certificate.h"
#include "edge/redirect.h"
#include "lib/log.h"

static bool is_followed(const struct outbound *ob)
{
	struct policy_facts f = {
		.secure = conn_is_secure(ob->conn),
		.dane = conn_has_dane(ob->conn),
	};

	if (f.secure)
		f.certificate = certificate_of(ob->edge, ob->conn, view_of(ob->partner));
	return redirect_is_followed(outbound_partner(ob), &f);
}

static void note(struct redirect *r, const struct conn *by)
{
	const struct tlsa_set *tlsa = conn_tlsa(by);

	conn_peer(by, &r->by);
	r->has_tlsa = tlsa != NULL;
	if (tlsa != NULL)
		r->tlsa = *tlsa;
}

void outbound_redirected(struct outbound *ob, struct view to)
{
	struct redirect led = { .has_tlsa = false };
	char *target;

	if (to.n > REDIRECT_TEXT_MAX) {
		outbound_fail(ob, CAUSE_REDIRECT_REFUSED, "longer than any name");
		return;
	}
	target = view_dup(to);
	log_event(LOG_INFO, "stream-redirected", LOG_N("stream", ob->id),
	          LOG_S("partner", ob->partner), LOG_S("target", target));
	if (!is_followed(ob)) {
		outbound_fail(ob, CAUSE_REDIRECT_REFUSED, "by a server that may not say so");
	} else if (ob->redirects++ == REDIRECTS_MAX) {
		outbound_fail(ob, CAUSE_REDIRECTED_TOO_OFTEN, target);
	} else {
		note(&led, ob->conn);
		conn_leave(&ob->conn);
		outbound_follow(ob, target, &led);
	}
	free(target);
}
