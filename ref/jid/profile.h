/* profile.h - the two profiles that addresses use (RFC 8265), enforced, and
 * the mapping of domain names (RFC 5895).
 *
 * `in` has at most JID_PART_MAX bytes.  False: refused; *why (not NULL) gets
 * static words.  Applying a profile to its own result changes nothing.
 */
#ifndef REF_JID_PROFILE_H
#define REF_JID_PROFILE_H

#include <stdbool.h>

#include "lib/region.h"
#include "lib/view.h"

/* UsernameCaseMapped (RFC 8265 3.3): width and case mapped, NFC, letters and
 * digits and ASCII signs only. */
bool profile_username(struct view in, struct region *r, struct view *out,
                      const char **why);

/* OpaqueString (RFC 8265 4.2): any space becomes U+0020, NFC, case kept. */
bool profile_opaque(struct view in, struct region *r, struct view *out,
                    const char **why);

/* RFC 5895 2: case and width mapped, NFC, every full stop a '.'.  Whether the
 * result is a name is for the caller to judge. */
bool profile_domain(struct view in, struct region *r, struct view *out);

#endif
