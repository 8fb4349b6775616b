/* testpacket.h - DNS answers made on the spot, for the tests of this folder.
 *
 * Header only, so that nothing of it ends up in the product.
 */
#ifndef REF_DNS_TESTPACKET_H
#define REF_DNS_TESTPACKET_H

#include <arpa/inet.h>
#include <check.h>
#include <stdio.h>
#include <string.h>

#include "dns/packet.h"
#include "lib/buf.h"

static inline void tp_u16(struct buf *b, unsigned v)
{
	buf_putc(b, (char)(v >> 8));
	buf_putc(b, (char)(v & 0xff));
}

/* "a.example", or "." */
static inline void tp_name(struct buf *b, const char *text)
{
	struct view rest = view_of(text), label;

	while (rest.n != 0 && !view_is(rest, ".")) {
		view_cut(rest, '.', &label, &rest);
		buf_putc(b, (char)label.n);
		buf_putv(b, label);
	}
	buf_putc(b, '\0');
}

static inline void tp_header(struct buf *b, unsigned id, unsigned flags, unsigned questions,
                             unsigned answers, unsigned authority)
{
	tp_u16(b, id);
	tp_u16(b, flags);
	tp_u16(b, questions);
	tp_u16(b, answers);
	tp_u16(b, authority);
	tp_u16(b, 0);
}

static inline void tp_record(struct buf *b, const char *owner, unsigned type, struct view data)
{
	tp_name(b, owner);
	tp_u16(b, type);
	tp_u16(b, 1);
	tp_u16(b, 0);
	tp_u16(b, 300);		/* seconds to live */
	tp_u16(b, (unsigned)data.n);
	buf_putv(b, data);
}

static inline void tp_string(struct buf *b, const char *text)
{
	buf_putc(b, (char)strlen(text));
	buf_puts(b, text);
}

/* "SRV 10 0 5269 host.example", "A 192.0.2.1", "AAAA 2001:db8::1",
 * "TLSA 3 1 1 <hex>", "CNAME other.example", "NAPTR 10 20 s SIP+D2T - _sip._tcp.example", "-" for
 * an empty regexp */
static inline void tp_add(struct buf *b, const char *owner, const char *text)
{
	struct buf data = { 0 };
	unsigned priority, weight, port;
	char name[DNS_NAME_SIZE], flags[16], service[64], regexp[64];
	unsigned char address[16];
	unsigned type, usage, octet;
	int at = 0, step;

	if (sscanf(text, "SRV %u %u %u %255s", &priority, &weight, &port, name) == 4) {
		type = DNS_SRV;
		tp_u16(&data, priority);
		tp_u16(&data, weight);
		tp_u16(&data, port);
		tp_name(&data, name);
	} else if (sscanf(text, "NAPTR %u %u %15s %63s %63s %255s", &priority, &weight, flags,
	                  service, regexp, name) == 6) {
		type = DNS_NAPTR;
		tp_u16(&data, priority);
		tp_u16(&data, weight);
		tp_string(&data, flags);
		tp_string(&data, service);
		tp_string(&data, strcmp(regexp, "-") == 0 ? "" : regexp);
		tp_name(&data, name);
	} else if (sscanf(text, "TLSA %u %u %u %n", &usage, &priority, &weight, &at) == 3) {
		type = DNS_TLSA;
		buf_putc(&data, (char)usage);
		buf_putc(&data, (char)priority);
		buf_putc(&data, (char)weight);
		for (; sscanf(text + at, "%2x%n", &octet, &step) == 1; at += step)
			buf_putc(&data, (char)octet);
	} else if (sscanf(text, "AAAA %255s", name) == 1) {
		type = DNS_AAAA;
		ck_assert_int_eq(inet_pton(AF_INET6, name, address), 1);
		buf_put(&data, address, 16);
	} else if (sscanf(text, "A %255s", name) == 1) {
		type = DNS_A;
		ck_assert_int_eq(inet_pton(AF_INET, name, address), 1);
		buf_put(&data, address, 4);
	} else {
		ck_assert_int_eq(sscanf(text, "CNAME %255s", name), 1);
		type = DNS_CNAME;
		tp_name(&data, name);
	}
	tp_record(b, owner, type, buf_view(&data));
	buf_free(&data);
}

#endif
