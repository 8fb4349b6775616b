#include "lib/address.h"

#include <arpa/inet.h>
#include <assert.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>

#include "lib/text.h"

/* inet_pton() wants a C string, and a NUL inside must not end it. */
static bool parse_host(int family, struct view text, void *out)
{
	char host[INET6_ADDRSTRLEN];

	if (text.n == 0 || text.n >= sizeof host || memchr(text.p, '\0', text.n) != NULL)
		return false;
	memcpy(host, text.p, text.n);
	host[text.n] = '\0';
	return inet_pton(family, host, out) == 1;
}

bool address_parse(struct view text, struct address *out)
{
	struct address a = { .len = 0 };
	struct sockaddr_in *in = (struct sockaddr_in *)&a.ss;
	struct sockaddr_in6 *in6 = (struct sockaddr_in6 *)&a.ss;
	struct view host, port;
	unsigned number;

	if (view_starts(text, VIEW("["))) {
		if (!view_cut(view_from(text, 1), ']', &host, &port) ||
		    !view_starts(port, VIEW(":")) || !parse_host(AF_INET6, host, &in6->sin6_addr))
			return false;
		port = view_from(port, 1);
		in6->sin6_family = AF_INET6;
		a.len = sizeof *in6;
	} else {
		if (!view_cut(text, ':', &host, &port) ||
		    !parse_host(AF_INET, host, &in->sin_addr))
			return false;
		in->sin_family = AF_INET;
		a.len = sizeof *in;
	}
	if (!text_port(port, 0, &number))
		return false;
	address_set_port(&a, number);
	*out = a;
	return true;
}

const char *address_print_host(const struct address *a, char *out)
{
	const struct sockaddr_in *in = (const struct sockaddr_in *)&a->ss;
	const struct sockaddr_in6 *in6 = (const struct sockaddr_in6 *)&a->ss;

	if ((a->ss.ss_family != AF_INET ||
	     inet_ntop(AF_INET, &in->sin_addr, out, ADDRESS_MAX) == NULL) &&
	    (a->ss.ss_family != AF_INET6 ||
	     inet_ntop(AF_INET6, &in6->sin6_addr, out, ADDRESS_MAX) == NULL))
		snprintf(out, ADDRESS_MAX, "unknown");
	return out;
}

const char *address_print(const struct address *a, char *out)
{
	char host[ADDRESS_MAX];

	address_print_host(a, host);
	if (a->ss.ss_family == AF_INET)
		snprintf(out, ADDRESS_MAX, "%.*s:%u", INET_ADDRSTRLEN, host, address_port(a));
	else if (a->ss.ss_family == AF_INET6)
		snprintf(out, ADDRESS_MAX, "[%.*s]:%u", INET6_ADDRSTRLEN, host, address_port(a));
	else
		snprintf(out, ADDRESS_MAX, "%s", host);
	return out;
}

unsigned address_port(const struct address *a)
{
	if (a->ss.ss_family == AF_INET)
		return ntohs(((const struct sockaddr_in *)&a->ss)->sin_port);
	if (a->ss.ss_family == AF_INET6)
		return ntohs(((const struct sockaddr_in6 *)&a->ss)->sin6_port);
	return 0;
}

void address_set_port(struct address *a, unsigned port)
{
	assert(port <= 65535);
	if (a->ss.ss_family == AF_INET)
		((struct sockaddr_in *)&a->ss)->sin_port = htons((uint16_t)port);
	else if (a->ss.ss_family == AF_INET6)
		((struct sockaddr_in6 *)&a->ss)->sin6_port = htons((uint16_t)port);
}

bool address_same_host(const struct address *a, const struct address *b)
{
	const struct sockaddr_in *a4 = (const struct sockaddr_in *)&a->ss;
	const struct sockaddr_in *b4 = (const struct sockaddr_in *)&b->ss;
	const struct sockaddr_in6 *a6 = (const struct sockaddr_in6 *)&a->ss;
	const struct sockaddr_in6 *b6 = (const struct sockaddr_in6 *)&b->ss;

	if (a->ss.ss_family != b->ss.ss_family)
		return false;
	if (a->ss.ss_family == AF_INET)
		return a4->sin_addr.s_addr == b4->sin_addr.s_addr;
	return a->ss.ss_family == AF_INET6 &&
	       memcmp(&a6->sin6_addr, &b6->sin6_addr, sizeof a6->sin6_addr) == 0 &&
	       a6->sin6_scope_id == b6->sin6_scope_id;
}

bool address_same(const struct address *a, const struct address *b)
{
	return address_same_host(a, b) && address_port(a) == address_port(b);
}

bool address_overlaps(const struct address *a, const struct address *b)
{
	return a->ss.ss_family == b->ss.ss_family && address_port(a) == address_port(b) &&
	       address_port(a) != 0 &&
	       (address_same_host(a, b) || address_is_any(a) || address_is_any(b));
}

const char *address_holder(const struct address *a, char out[ADDRESS_MAX])
{
	struct address host = *a;

	if (host.ss.ss_family == AF_INET6) {
		struct sockaddr_in6 *in6 = (struct sockaddr_in6 *)&host.ss;

		if (!IN6_IS_ADDR_V4MAPPED(&in6->sin6_addr))
			for (int i = 8; i < 16; i++)
				in6->sin6_addr.s6_addr[i] = 0;
	}
	return address_print_host(&host, out);
}

bool address_is_any(const struct address *a)
{
	const struct sockaddr_in *in = (const struct sockaddr_in *)&a->ss;
	const struct sockaddr_in6 *in6 = (const struct sockaddr_in6 *)&a->ss;

	if (a->ss.ss_family == AF_INET)
		return in->sin_addr.s_addr == htonl(INADDR_ANY);
	return a->ss.ss_family == AF_INET6 && IN6_IS_ADDR_UNSPECIFIED(&in6->sin6_addr);
}

bool address_is_loopback(const struct address *a)
{
	const struct sockaddr_in *in = (const struct sockaddr_in *)&a->ss;
	const struct sockaddr_in6 *in6 = (const struct sockaddr_in6 *)&a->ss;

	if (a->ss.ss_family == AF_INET)
		return ntohl(in->sin_addr.s_addr) >> IN_CLASSA_NSHIFT == IN_LOOPBACKNET;
	return a->ss.ss_family == AF_INET6 && IN6_IS_ADDR_LOOPBACK(&in6->sin6_addr);
}
