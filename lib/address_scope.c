#include "lib/address_scope.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <string.h>

struct network4 {
	uint32_t prefix;
	unsigned length;
	enum address_scope scope;
};

/* The first that holds an address counts. */
static const struct network4 networks4[] = {
	{ 0x00000000, 8, SCOPE_HOST },  /* 0.0.0.0/8: "this network", RFC 1122 3.2.1.3 */
	{ 0x7f000000, 8, SCOPE_HOST },  /* 127.0.0.0/8 */
	{ 0xa9fe0000, 16, SCOPE_LINK }, /* 169.254.0.0/16, RFC 3927 */
	{ 0xe0000000, 3, SCOPE_LINK },  /* 224.0.0.0/4 and 240.0.0.0/4: multicast, broadcast */
	{ 0x0a000000, 8, SCOPE_SITE },  /* 10.0.0.0/8, RFC 1918 */
	{ 0xac100000, 12, SCOPE_SITE }, /* 172.16.0.0/12 */
	{ 0xc0a80000, 16, SCOPE_SITE }, /* 192.168.0.0/16 */
	{ 0x64400000, 10, SCOPE_SITE }, /* 100.64.0.0/10, RFC 6598 */
	{ 0xc0000000, 24, SCOPE_SITE }, /* 192.0.0.0/24, RFC 6890 */
	{ 0xc6120000, 15, SCOPE_SITE }, /* 198.18.0.0/15, RFC 2544 */
};

static enum address_scope scope4(uint32_t a)
{
	for (size_t i = 0; i < sizeof networks4 / sizeof networks4[0]; i++) {
		const struct network4 *n = &networks4[i];

		if ((a ^ n->prefix) >> (32 - n->length) == 0)
			return n->scope;
	}
	return SCOPE_WORLD;
}

struct network6 {
	uint8_t prefix[12];
	unsigned length;	/* whole bytes */
	unsigned at;		/* where the address of IPv4 stands in it */
};

static const struct network6 stands_for4[] = {
	{ { 0 }, 12, 12 },                                   /* ::/96: compatible; ::, ::1 */
	{ { [10] = 0xff, [11] = 0xff }, 12, 12 },            /* ::ffff:0:0/96: mapped */
	{ { 0, 0x64, 0xff, 0x9b }, 12, 12 },                 /* 64:ff9b::/96: NAT64, RFC 6052 */
	{ { 0x20, 0x02 }, 2, 2 },                            /* 2002::/16: 6to4, RFC 3056 */
};

static enum address_scope scope6(const uint8_t a[16])
{
	for (size_t i = 0; i < sizeof stands_for4 / sizeof stands_for4[0]; i++) {
		const struct network6 *n = &stands_for4[i];
		uint32_t four;

		if (memcmp(a, n->prefix, n->length) != 0)
			continue;
		memcpy(&four, a + n->at, sizeof four);
		return scope4(ntohl(four));
	}
	if (a[0] == 0xff || (a[0] == 0xfe && (a[1] & 0xc0) == 0x80))
		return SCOPE_LINK;	/* ff00::/8; fe80::/10 */
	if ((a[0] & 0xfe) == 0xfc || (a[0] == 0xfe && (a[1] & 0xc0) == 0xc0))
		return SCOPE_SITE;	/* fc00::/7, RFC 4193; fec0::/10, RFC 3879 */
	if (a[0] == 0 && a[1] == 0x64 && a[2] == 0xff && a[3] == 0x9b)
		return SCOPE_SITE;	/* 64:ff9b:1::/48: NAT64 of one's own, RFC 8215 */
	return SCOPE_WORLD;
}

enum address_scope address_scope(const struct address *a)
{
	const struct sockaddr_in *in = (const struct sockaddr_in *)&a->ss;
	const struct sockaddr_in6 *in6 = (const struct sockaddr_in6 *)&a->ss;

	if (a->ss.ss_family == AF_INET)
		return scope4(ntohl(in->sin_addr.s_addr));
	return a->ss.ss_family == AF_INET6 ? scope6(in6->sin6_addr.s6_addr) : SCOPE_HOST;
}
