/* access.h - which of our users may talk to XMPP partners at all.
 *
 * Lync's external access policies (New-CsExternalAccessPolicy): a policy for
 * the user, else one for the site, else the global one.  The most specific one
 * that exists applies whole: nothing is merged, a key that it leaves out is
 * "no" (LYNC-GATE-5, -6).  XMPP takes federation and xmpp both (LYNC-GATE-3),
 * and the switch allow-federated-users of the whole enterprise (LYNC-GATE-1).
 * Not here: what a partner may do (partner_type.h), which domains are partners
 * (partner/partner.h).
 */
#ifndef REF_GATEWAY_ACCESS_H
#define REF_GATEWAY_ACCESS_H

#include <stdbool.h>
#include <stddef.h>

#include "cause/cause.h"
#include "lib/view.h"

struct access_policy {
	bool federation;
	bool xmpp;
	bool public_cloud; /* read, and without effect (LYNC-GATE-4) */
};

struct access_site {
	const char *name;
	const char *const *pattern; /* see access_matches() */
	size_t n_pattern;
	struct access_policy policy;
};

struct access_user {
	struct view user; /* user@domain, prepared (jid/jid.h) */
	struct access_policy policy;
};

/* All of `access:`; owned by the settings. */
struct access {
	bool allow_federated_users;
	bool has_global;
	struct access_policy global;
	const struct access_site *site; /* in the order of the file */
	size_t n_site;
	const struct access_user *user;
	size_t n_user;
};

enum access_scope { ACCESS_USER, ACCESS_SITE, ACCESS_GLOBAL, ACCESS_NONE };

struct access_choice {
	enum access_scope scope;
	const struct access_policy *policy; /* NONE: NULL */
};

/* The decision: which policy applies to `user` (user@domain, prepared)? */
struct access_choice access_applies(const struct access *a, struct view user);

/* The decision: does this policy let a user talk to XMPP partners? */
bool access_permits(const struct access_policy *p);

/* The decision: may `user` talk to XMPP partners, in either direction?
 * CAUSE_NONE, CAUSE_FEDERATION_OFF or CAUSE_USER_BARRED. */
enum cause access_refused(const struct access *a, struct view user);

/* "*@paris.contoso.example", "juliet@contoso.example", "*": one star at most,
 * which stands for any run of characters. */
bool access_matches(const char *pattern, struct view user);

/* "access-user" and so on: the row of a refusal. */
const char *access_scope_word(enum access_scope s);

#endif
