#include "gateway/address.h"

#include <string.h>

#include "jid/escape.h"
#include "jid/profile.h"
#include "sip/uri.h"

#define HEX "0123456789ABCDEF"

/* Appends `v` with every octet percent-encoded but letters, digits and `also`. */
static void percent_encode(struct view v, const char *also, struct buf *out)
{
	for (size_t i = 0; i < v.n; i++) {
		unsigned char c = (unsigned char)v.p[i];

		if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
		    (c >= '0' && c <= '9') || (c != '\0' && strchr(also, c) != NULL))
			buf_putc(out, (char)c);
		else
			buf_put(out, (char[]){ '%', HEX[c >> 4], HEX[c & 15] }, 3);
	}
}

/* --- XMPP to SIP ------------------------------------------------------------ */

/* RFC 3261 25.1 is narrower than DNS: a last label starts with a letter. */
static bool host_of(const struct jid *j, struct region *r, struct view *host)
{
	if (domain_is_literal(j->domain))
		*host = j->domain;
	else if (!domain_ascii(j->domain, r, host))
		return false;
	return sip_host_kind(*host) != SIP_HOST_NONE;
}

/* `also`: what a user part carries besides letters and digits; NULL: as sip. */
static enum cause write_uri(const struct jid *j, const char *scheme, const char *also,
                            bool resource, struct buf *uri)
{
	struct region *r;
	struct buf name = { 0 };
	struct view host;
	bool ok;

	if (!jid_is_canonical_escape(j->local))
		return CAUSE_JID_MALFORMED;
	r = region_new();
	ok = host_of(j, r, &host);
	if (ok) {
		buf_puts(uri, scheme);
		if (j->local.n != 0) {
			jid_unescape(j->local, &name);
			if (also == NULL)
				sip_escape(uri, buf_view(&name), SIP_PART_USER);
			else
				percent_encode(buf_view(&name), also, uri);
			buf_putc(uri, '@');
		}
		buf_putv(uri, host);
		if (resource && j->resource.n != 0) {
			buf_puts(uri, ";gr=");
			sip_escape(uri, j->resource, SIP_PART_PARAMETER);
		}
	}
	buf_free(&name);
	region_free(&r);
	return ok ? CAUSE_NONE : CAUSE_JID_MALFORMED;
}

enum cause jid_to_sip(const struct jid *j, struct buf *uri)
{
	return write_uri(j, "sip:", NULL, true, uri);
}

/* RFC 3859 3 and RFC 3860 3 take their addresses from mailto: what would begin
 * headers there, or needs encoding in RFC 6068 2, is encoded. */
#define MAILTO_ALSO "-_.!~*'()+$"

enum cause jid_to_im(const struct jid *j, struct buf *uri)
{
	return write_uri(j, "im:", MAILTO_ALSO, false, uri);
}

enum cause jid_to_pres(const struct jid *j, struct buf *uri)
{
	return write_uri(j, "pres:", MAILTO_ALSO, false, uri);
}

/* RFC 5122 2.2: the escapes of XEP-0106 stay. */
void jid_to_xmpp_uri(const struct jid *j, struct buf *uri)
{
	static const char also[] = "-._~!$()*+,;=";

	buf_puts(uri, "xmpp:");
	if (j->local.n != 0) {
		percent_encode(j->local, also, uri);
		buf_putc(uri, '@');
	}
	percent_encode(j->domain, "-._~:[]", uri);
	if (j->resource.n != 0) {
		buf_putc(uri, '/');
		percent_encode(j->resource, also, uri);
	}
}

/* --- SIP to XMPP ------------------------------------------------------------ */

/* The mapping of one piece of a localpart, in which no sequence may come about.  That of
 * names maps case, width and composition like that of localparts; it judges nothing, and
 * what it does besides (full stops) is done to characters that no localpart has. */
static bool map_piece(struct view piece, struct region *r, struct buf *out)
{
	struct view mapped;
	struct buf plain = { 0 };
	bool same;

	if (piece.n == 0)
		return true;
	if (!profile_domain(piece, r, &mapped))
		return false;
	jid_unescape(mapped, &plain);
	same = buf_len(&plain) == mapped.n;
	buf_free(&plain);
	if (same)
		buf_putv(out, mapped);
	return same;
}

/* The other side maps a localpart (RFC 8265 3.3: case, width, composition) and
 * reads sequences in the result: "\" and a fullwidth "5c" would become one, and
 * "\3c" with a cedilla would be none any more.  True: the sequences that were
 * written are those that will be read. */
static bool sequences_survive(struct view written, struct view mapped, struct region *r)
{
	struct view rest = written;
	struct buf again = { 0 };
	bool ok = true;

	if (memchr(mapped.p, '\\', mapped.n) == NULL)
		return memchr(written.p, '\\', written.n) == NULL;
	while (ok && rest.n != 0) {
		struct buf c = { 0 };
		size_t at = 0;

		for (; at + 3 <= rest.n; at++) {
			buf_clear(&c);
			jid_unescape((struct view){ rest.p + at, 3 }, &c);
			if (rest.p[at] == '\\' && buf_len(&c) == 1)
				break;
		}
		buf_free(&c);
		if (at + 3 > rest.n)
			at = rest.n;
		ok = map_piece((struct view){ rest.p, at }, r, &again);
		if (at < rest.n)
			buf_put(&again, rest.p + at, 3);
		rest = view_from(rest, at + 3);
	}
	ok = ok && view_eq(buf_view(&again), mapped);
	buf_free(&again);
	return ok;
}

/* Appends /resource when there is a `gr` with a value; one without is temporary
 * and names nothing (RFC 7247 6.3). */
static bool put_resource(const struct sip_uri *u, struct buf *text)
{
	struct view gr;

	if (!sip_uri_parameter(u, "gr", &gr) || gr.n == 0)
		return true;
	buf_putc(text, '/');
	return sip_unescape(text, gr);
}

/* Nothing in it is escaped, on either side. */
static bool is_plain(struct view user)
{
	for (size_t i = 0; i < user.n; i++)
		if (!(user.p[i] >= 'a' && user.p[i] <= 'z') &&
		    !(user.p[i] >= 'A' && user.p[i] <= 'Z') &&
		    !(user.p[i] >= '0' && user.p[i] <= '9') && user.p[i] != '.' &&
		    user.p[i] != '-' && user.p[i] != '_')
			return false;
	return true;
}

static bool put_user(const struct sip_uri *u, struct region *r, struct view *local)
{
	struct buf name = { 0 }, escaped = { 0 };
	bool ok;

	if (is_plain(u->user)) {
		*local = region_copy(r, u->user);
		return sip_user_is_mappable(u->user);
	}
	ok = sip_unescape(&name, u->user) && sip_user_is_mappable(buf_view(&name));
	if (ok) {
		jid_escape(buf_view(&name), &escaped);
		*local = region_copy(r, buf_view(&escaped));
	}
	buf_free(&name);
	buf_free(&escaped);
	return ok;
}

static bool read_address(const struct sip_uri *u, struct region *r, struct jid *out)
{
	struct view local = { "", 0 };
	struct buf text = { 0 };
	struct jid key;
	bool six = u->host_kind == SIP_HOST_IPV6, ok = true;

	if (u->user.p != NULL) {
		ok = put_user(u, r, &local);
		buf_putv(&text, local);
		buf_putc(&text, '@');
	}
	if (six)
		buf_putc(&text, '[');
	buf_putv(&text, u->host);
	if (six)
		buf_putc(&text, ']');
	ok = ok && put_resource(u, &text) && jid_read(buf_view(&text), r, &key, NULL) &&
	     sequences_survive(local, key.local, r) && jid_is_canonical_escape(key.local);
	if (ok)
		*out = (struct jid){ local, key.domain, key.resource };
	buf_free(&text);
	return ok;
}

enum cause sip_to_jid(const struct sip_uri *u, struct region *r, struct jid *out)
{
	enum cause c = sip_scheme_refused(u->scheme);

	if (c == CAUSE_NONE && !read_address(u, r, out))
		c = CAUSE_SIP_ADDRESS;
	return c;
}

struct jid jid_prepared(const struct jid *j, struct region *r)
{
	struct jid key;

	/* An address that sip_to_jid() or jid_read() gave has one. */
	if (!jid_read(jid_text(j, r), r, &key, NULL))
		return *j;
	return key;
}

struct jid jid_bare_of(const struct jid *j)
{
	return (struct jid){ j->local, j->domain, { "", 0 } };
}

/* --- xmpp: ------------------------------------------------------------------ */

static bool decode_part(struct view part, const char *without, struct buf *out)
{
	size_t from = buf_len(out);
	struct view v;

	if (!sip_unescape(out, part))
		return false;
	v = view_from(buf_view(out), from);
	for (size_t i = 0; i < v.n; i++)
		if (v.p[i] == '\0' || strchr(without, v.p[i]) != NULL)
			return false;
	return true;
}

/* The parts are told apart before they are decoded. */
static bool decode_jid(struct view path, struct buf *text)
{
	struct view left, resource, local, domain;
	bool has_resource = view_cut(path, '/', &left, &resource);

	if (view_cut(left, '@', &local, &domain)) {
		if (!decode_part(local, "@/", text))
			return false;
		buf_putc(text, '@');
	} else {
		domain = left;
	}
	if (!decode_part(domain, "@/", text))
		return false;
	if (!has_resource)
		return true;
	buf_putc(text, '/');
	return decode_part(resource, "", text);
}

bool xmpp_uri_to_jid(struct view uri, struct region *r, struct jid *out)
{
	struct view path = view_from(uri, 5), authority, rest;
	struct buf text = { 0 };
	bool ok;

	if (uri.n < 5 || !view_ieq((struct view){ uri.p, 5 }, VIEW("xmpp:")))
		return false;
	view_cut(path, '#', &path, &rest);
	view_cut(path, '?', &path, &rest);
	/* RFC 5122 2.3: as whom to connect is not where to go. */
	if (view_starts(path, VIEW("//")) &&
	    !view_cut(view_from(path, 2), '/', &authority, &path))
		return false;
	ok = decode_jid(path, &text) && jid_read(buf_view(&text), r, out, NULL);
	buf_free(&text);
	return ok;
}
