#include "dns/packet.h"

#include <netinet/in.h>
#include <string.h>

#define NAME_MAX_WIRE 255	/* RFC 1035 2.3.4 */
#define LABEL_MAX     63
#define HEADER        12
#define CHAIN_MAX     8		/* CNAMEs followed; a loop has no end */
#define CLASS_IN      1
#define FLAG_TC       0x0200

const char *dns_type_word(enum dns_type type)
{
	switch (type) {
	case DNS_A:
		return "A";
	case DNS_CNAME:
		return "CNAME";
	case DNS_AAAA:
		return "AAAA";
	case DNS_SRV:
		return "SRV";
	case DNS_NAPTR:
		return "NAPTR";
	case DNS_TLSA:
		return "TLSA";
	}
	return "?";
}

struct name {			/* lower case, not compressed */
	uint8_t wire[NAME_MAX_WIRE];
	size_t n;
};

struct record {
	struct name owner;
	unsigned type, class;
	size_t at, len;		/* of its data in the packet */
};

struct packet {
	const uint8_t *p;
	size_t n;
	size_t answers;		/* where they begin */
	unsigned n_answers;
};

static uint8_t lower(uint8_t c)
{
	return c >= 'A' && c <= 'Z' ? (uint8_t)(c + 32) : c;
}

static bool host_character(uint8_t c)
{
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
}

/* --- names ----------------------------------------------------------------- */

/* Reads the name at *at and moves *at behind it. */
static bool name_read(const struct packet *k, size_t *at, struct name *out)
{
	size_t pos = *at, lowest = *at, target;
	bool jumped = false;
	uint8_t c;

	out->n = 0;
	for (;;) {
		if (pos >= k->n)
			return false;
		c = k->p[pos];
		if ((c & 0xc0) == 0xc0) {
			if (pos + 1 >= k->n)
				return false;
			if (!jumped)
				*at = pos + 2;
			jumped = true;
			target = (size_t)(c & 0x3f) << 8 | k->p[pos + 1];
			if (target >= lowest)
				return false;
			pos = lowest = target;
			continue;
		}
		if (c > LABEL_MAX || pos + 1 + c > k->n || out->n + 1 + c >= NAME_MAX_WIRE + (c == 0))
			return false;
		out->wire[out->n++] = c;
		for (size_t i = 1; i <= c; i++)
			out->wire[out->n++] = lower(k->p[pos + i]);
		pos += 1u + c;
		if (c == 0)
			break;
	}
	if (!jumped)
		*at = pos;
	return true;
}

static bool name_equal(const struct name *a, const struct name *b)
{
	return a->n == b->n && memcmp(a->wire, b->wire, a->n) == 0;
}

/* False for a name that no host can have; "" for the root. */
static bool name_text(const struct name *name, char out[DNS_NAME_SIZE])
{
	size_t n = 0;

	for (size_t i = 0; name->wire[i] != 0; i += 1u + name->wire[i]) {
		if (n != 0)
			out[n++] = '.';
		for (size_t j = 1; j <= name->wire[i]; j++) {
			if (!host_character(name->wire[i + j]))
				return false;
			out[n++] = (char)name->wire[i + j];
		}
	}
	out[n] = '\0';
	return true;
}

static bool name_from_text(const char *text, struct name *out)
{
	size_t label = 0;	/* where its length octet is */
	uint8_t c;

	out->n = 1;
	for (; *text != '\0'; text++) {
		c = lower((uint8_t)*text);
		if (out->n >= NAME_MAX_WIRE - 1)
			return false;
		if (c != '.') {
			if (!host_character(c))
				return false;
			out->wire[out->n++] = c;
			continue;
		}
		if (out->n - label - 1 == 0 || out->n - label - 1 > LABEL_MAX)
			return false;
		out->wire[label] = (uint8_t)(out->n - label - 1);
		label = out->n++;
	}
	if (out->n - label - 1 == 0 || out->n - label - 1 > LABEL_MAX)
		return false;
	out->wire[label] = (uint8_t)(out->n - label - 1);
	out->wire[out->n++] = 0;
	return true;
}

bool dns_name_valid(const char *name)
{
	struct name n;

	return name_from_text(name, &n);
}

/* --- records --------------------------------------------------------------- */

static unsigned u16(const struct packet *k, size_t at)
{
	return (unsigned)k->p[at] << 8 | k->p[at + 1];
}

static bool record_read(const struct packet *k, size_t *at, struct record *r)
{
	if (!name_read(k, at, &r->owner) || k->n - *at < 10)
		return false;
	r->type = u16(k, *at);
	r->class = u16(k, *at + 2);
	r->len = u16(k, *at + 8);
	r->at = *at + 10;
	*at = r->at + r->len;
	return r->len <= k->n - r->at;
}

/* A name that takes all the data of a record from `at` on. */
static bool record_name(const struct packet *k, const struct record *r, size_t at,
                        struct name *out)
{
	return at < r->at + r->len && name_read(k, &at, out) && at == r->at + r->len;
}

static bool add_srv(const struct packet *k, const struct record *r, struct dns_reply *out)
{
	struct dns_srv srv;
	struct name target;

	if (r->len < 7 || !record_name(k, r, r->at + 6, &target))
		return false;
	srv.priority = (uint16_t)u16(k, r->at);
	srv.weight = (uint16_t)u16(k, r->at + 2);
	srv.port = (uint16_t)u16(k, r->at + 4);
	if (out->n_srv == DNS_SRV_MAX || !name_text(&target, srv.target) ||
	    (srv.port == 0 && srv.target[0] != '\0'))
		out->n_unusable++;
	else
		out->srv[out->n_srv++] = srv;
	return true;
}

/* A character-string (RFC 1035 3.3) at *at within the data of `r`. */
static bool record_string(const struct packet *k, const struct record *r, size_t *at,
                          struct view *out)
{
	size_t end = r->at + r->len;

	if (*at >= end || end - *at <= k->p[*at])
		return false;
	*out = (struct view){ (const char *)k->p + *at + 1, k->p[*at] };
	*at += 1 + out->n;
	return true;
}

/* False when it does not fit or holds what a C string cannot. */
static bool keep_string(struct view v, char *out, size_t size)
{
	if (v.n >= size || memchr(v.p, '\0', v.n) != NULL)
		return false;
	memcpy(out, v.p, v.n);
	out[v.n] = '\0';
	return true;
}

static bool add_naptr(const struct packet *k, const struct record *r, struct dns_reply *out)
{
	struct dns_naptr n;
	struct view flags, service, regexp;
	struct name replacement;
	size_t at = r->at + 4;

	if (r->len < 4 || !record_string(k, r, &at, &flags) ||
	    !record_string(k, r, &at, &service) || !record_string(k, r, &at, &regexp) ||
	    !record_name(k, r, at, &replacement))
		return false;
	n.order = (uint16_t)u16(k, r->at);
	n.preference = (uint16_t)u16(k, r->at + 2);
	if (out->n_naptr == DNS_NAPTR_MAX || regexp.n != 0 ||
	    !keep_string(flags, n.flags, sizeof n.flags) ||
	    !keep_string(service, n.service, sizeof n.service) ||
	    !name_text(&replacement, n.replacement))
		out->n_unusable++;
	else
		out->naptr[out->n_naptr++] = n;
	return true;
}

static bool add_address(const struct packet *k, const struct record *r, struct dns_reply *out)
{
	struct address a;
	struct sockaddr_in *v4 = (struct sockaddr_in *)&a.ss;
	struct sockaddr_in6 *v6 = (struct sockaddr_in6 *)&a.ss;

	memset(&a, 0, sizeof a);
	if (r->len != (r->type == DNS_A ? 4u : 16u))
		return false;
	if (r->type == DNS_A) {
		v4->sin_family = AF_INET;
		memcpy(&v4->sin_addr, k->p + r->at, 4);
		a.len = sizeof *v4;
	} else {
		v6->sin6_family = AF_INET6;
		memcpy(&v6->sin6_addr, k->p + r->at, 16);
		a.len = sizeof *v6;
	}
	if (out->n_address == DNS_ADDRESS_MAX)
		out->n_unusable++;
	else
		out->address[out->n_address++] = a;
	return true;
}

static bool add_tlsa(const struct packet *k, const struct record *r, struct dns_reply *out)
{
	const uint8_t *p = k->p + r->at;

	if (r->len < 3)
		return false;
	if (!tlsa_add(&out->tlsa,
	              (struct tlsa){ .usage = p[0], .selector = p[1], .matching = p[2] },
	              (struct view){ (const char *)p + 3, r->len - 3u }))
		out->n_unusable++;
	return true;
}

static bool add_record(const struct packet *k, const struct record *r, struct dns_reply *out)
{
	switch (r->type) {
	case DNS_SRV:
		return add_srv(k, r, out);
	case DNS_NAPTR:
		return add_naptr(k, r, out);
	case DNS_TLSA:
		return add_tlsa(k, r, out);
	default:
		return add_address(k, r, out);
	}
}

/* One walk over the answers: the records wanted of `name`, and the CNAME that
 * stands in their place. */
static bool collect(const struct packet *k, const struct name *name, enum dns_type type,
                    struct dns_reply *out, struct name *alias, bool *has_alias)
{
	size_t at = k->answers;
	struct record r;
	bool ok = true;

	*has_alias = false;
	for (unsigned i = 0; i < k->n_answers && ok; i++) {
		ok = record_read(k, &at, &r);
		if (!ok || r.class != CLASS_IN || !name_equal(&r.owner, name))
			continue;
		if (r.type == DNS_CNAME && !*has_alias)
			*has_alias = ok = record_name(k, &r, r.at, alias);
		else if (r.type == (unsigned)type)
			ok = add_record(k, &r, out);
	}
	return ok;
}

static bool header_read(struct packet *k)
{
	struct name ignored;
	size_t at = HEADER;

	if (k->n < HEADER)
		return false;
	for (unsigned i = u16(k, 4); i > 0; i--) {
		if (!name_read(k, &at, &ignored) || k->n - at < 4)
			return false;
		at += 4;
	}
	k->answers = at;
	k->n_answers = u16(k, 6);
	return true;
}

static void fail(struct dns_reply *out, const char *words)
{
	out->outcome = DNS_FAILED;
	out->words = words;
	out->n_srv = out->n_naptr = out->n_address = out->tlsa.n = out->tlsa.used = 0;
}

static const char *rcode_words(unsigned rcode)
{
	switch (rcode) {
	case 1:
		return "FORMERR";
	case 2:
		return "SERVFAIL";
	case 4:
		return "NOTIMP";
	case 5:
		return "REFUSED";
	default:	/* RFC 6895 2.3: the registry is open */
		return "an unexpected response code";
	}
}

void packet_read(struct view packet, const char *name, enum dns_type type,
                 struct dns_reply *out)
{
	struct packet k = { (const uint8_t *)packet.p, packet.n, 0, 0 };
	struct name current, alias;
	bool has_alias;
	unsigned rcode;

	memset(out, 0, offsetof(struct dns_reply, srv));
	out->n_srv = out->n_naptr = out->n_address = out->n_unusable = 0;
	out->tlsa.n = out->tlsa.used = 0;
	if (!name_from_text(name, &current) || !header_read(&k)) {
		fail(out, "malformed answer");
		return;
	}
	rcode = u16(&k, 2) & 0xf;
	if (rcode != 0 && rcode != 3) {
		fail(out, rcode_words(rcode));
		return;
	}
	if ((u16(&k, 2) & FLAG_TC) != 0) {
		fail(out, "truncated answer");
		return;
	}
	for (int i = 0; i <= CHAIN_MAX; i++) {
		if (!collect(&k, &current, type, out, &alias, &has_alias)) {
			fail(out, "malformed answer");
			return;
		}
		if (out->n_srv + out->n_naptr + out->n_address + out->tlsa.n +
		            out->n_unusable !=
		    0) {
			out->outcome = DNS_DATA;
			return;
		}
		if (!has_alias) {
			out->outcome = rcode == 3 ? DNS_NO_NAME : DNS_NO_DATA;
			return;
		}
		current = alias;
		out->alias = true;
	}
	fail(out, "CNAME chain without end");
}
