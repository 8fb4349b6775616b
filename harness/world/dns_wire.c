#include "world/dns_wire.h"

#include <stdio.h>
#include <string.h>

static const struct {
	unsigned number;
	const char *word;
} types[] = {
	{ 1, "A" },      { 2, "NS" },      { 5, "CNAME" }, { 6, "SOA" },    { 12, "PTR" },
	{ 16, "TXT" },   { 28, "AAAA" },   { 33, "SRV" },  { 35, "NAPTR" }, { 43, "DS" },
	{ 46, "RRSIG" }, { 48, "DNSKEY" }, { 52, "TLSA" },
};

static unsigned u16(const char *p)
{
	return (unsigned)(unsigned char)p[0] << 8 | (unsigned char)p[1];
}

static void name_type(unsigned number, char *out, size_t size)
{
	for (size_t i = 0; i < sizeof types / sizeof types[0]; i++)
		if (types[i].number == number) {
			snprintf(out, size, "%s", types[i].word);
			return;
		}
	snprintf(out, size, "TYPE%u", number);
}

bool dns_question_read(struct view m, struct dns_question *out)
{
	size_t at = DNS_HEADER, n = 0;

	if (m.n < DNS_HEADER || (m.p[2] & 0x80) != 0 || u16(m.p + 4) != 1)
		return false;
	for (;;) {
		size_t label;

		if (at >= m.n)
			return false;
		label = (unsigned char)m.p[at++];
		if (label == 0)
			break;
		if (label > 63 || at + label > m.n || n + label + 2 > sizeof out->name)
			return false;
		if (n > 0)
			out->name[n++] = '.';
		for (size_t i = 0; i < label; i++, at++) {
			char c = m.p[at];

			out->name[n++] = (char)(c >= 'A' && c <= 'Z' ? c + 32 : c);
		}
	}
	out->name[n] = '\0';
	if (at + 4 > m.n)
		return false;
	name_type(u16(m.p + at), out->type, sizeof out->type);
	out->end = at + 4;
	return true;
}

size_t dns_refuse(char *message, size_t n, unsigned rcode, bool truncated)
{
	struct dns_question q;

	if (!dns_question_read((struct view){ message, n }, &q))
		return 0;
	message[2] = (char)((message[2] & 0x79) | 0x80 | (truncated ? 0x02 : 0));
	message[3] = (char)(0x80 | (rcode & 0x0f));
	memset(message + 6, 0, 6); /* no answer, authority or additional records */
	return q.end;
}

/* Behind a name that may end in a pointer; `n` when there is no such place. */
static size_t behind_name(const char *m, size_t n, size_t at)
{
	while (at < n) {
		unsigned label = (unsigned char)m[at];

		if (label == 0)
			return at + 1;
		if (label >= 0xc0)
			return at + 2;
		at += 1 + label;
	}
	return n;
}

void dns_forge(char *m, size_t n)
{
	enum { RRSIG = 46, FIXED = 10 };
	size_t at = DNS_HEADER, len;

	for (unsigned i = n < DNS_HEADER ? 0 : u16(m + 4); i > 0; i--)
		at = behind_name(m, n, at) + 4;
	while ((at = behind_name(m, n, at)) + FIXED <= n) {
		len = u16(m + at + 8);
		if (at + FIXED + len > n)
			return;
		if (u16(m + at) == RRSIG && len > 0)
			m[at + FIXED + len - 1] ^= 1;
		at += FIXED + len;
	}
}

unsigned dns_id(const char *message)
{
	return u16(message);
}

void dns_set_id(char *message, unsigned id)
{
	message[0] = (char)(id >> 8);
	message[1] = (char)id;
}
