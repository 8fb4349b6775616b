/* precis.h - which characters a string of an address may have.
 *
 * The two classes of RFC 8264 4 with its algorithm (section 8), the contextual
 * rules of RFC 5892 A and the Bidi rule of RFC 5893 2, on code points.  The
 * properties of characters are those of the Unicode version of libunistring.
 * Not here: mapping and normalising (profile.h).
 */
#ifndef REF_JID_PRECIS_H
#define REF_JID_PRECIS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum precis_class {
	PRECIS_IDENTIFIER,	/* letters, digits, ASCII signs: localparts */
	PRECIS_FREEFORM,	/* with spaces, symbols, compatibility characters */
};

bool precis_class_has(enum precis_class class, const uint32_t *s, size_t n);

/* True for a string without right-to-left characters. */
bool precis_bidi_allows(const uint32_t *s, size_t n);

#endif
