/* packet.h - one DNS answer, from bytes to records (RFC 1035 4, RFC 2782,
 * RFC 3403 4.1, RFC 6698 2.1).
 *
 * Every offset is checked; a compression pointer must point backwards, so
 * that no packet can make us run in circles.  Not here: asking (locate.c).
 */
#ifndef REF_DNS_PACKET_H
#define REF_DNS_PACKET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "dns/tlsa.h"
#include "lib/view.h"
#include "lib/wire.h"

enum dns_type {
	DNS_A = 1,
	DNS_CNAME = 5,
	DNS_AAAA = 28,
	DNS_SRV = 33,
	DNS_NAPTR = 35,
	DNS_TLSA = 52
};

const char *dns_type_word(enum dns_type type); /* "SRV", for people; static */

#define DNS_NAME_SIZE	256	/* room for a name as text, NUL included */
#define DNS_SRV_MAX	64	/* records kept; an answer may hold thousands */
#define DNS_NAPTR_MAX	16
#define DNS_ADDRESS_MAX	8	/* addresses kept of one host */

enum dns_outcome {
	DNS_DATA,
	DNS_NO_DATA,	/* the name is there, such a record is not */
	DNS_NO_NAME,	/* NXDOMAIN */
	DNS_FAILED,	/* SERVFAIL, no answer, or one that makes no sense */
	DNS_BOGUS,	/* DNSSEC validation failed */
};

struct dns_srv {
	uint16_t priority, weight, port;
	char target[DNS_NAME_SIZE];	/* lower case; "" is "." */
	unsigned service;               /* the asker's: which of its questions had it */
};

struct dns_naptr {
	uint16_t order, preference;
	char flags[4], service[32];	/* longer ones are nothing that is known here */
	char replacement[DNS_NAME_SIZE];	/* lower case; "" is "." */
};

struct dns_reply {
	enum dns_outcome outcome;
	bool secure;			/* DNSSEC; set by who asked */
	bool alias;			/* the name is one (CNAME) of where the records stand */
	const char *words;		/* FAILED, BOGUS: why; lent */
	struct dns_srv srv[DNS_SRV_MAX];
	size_t n_srv;
	struct dns_naptr naptr[DNS_NAPTR_MAX];	/* none with a regexp */
	size_t n_naptr;
	struct address address[DNS_ADDRESS_MAX];	/* port 0 */
	size_t n_address;
	struct tlsa_set tlsa;		/* usable ones alone */
	size_t n_unusable;		/* records left out, for what they say */
};

/* True for a name of letters, digits, "-" and "_" that fits into DNS. */
bool dns_name_valid(const char *name);

/* What `packet` answers to a question for `type` records of `name`, CNAMEs
 * followed.  Fills all of *out but `secure`. */
void packet_read(struct view packet, const char *name, enum dns_type type,
                 struct dns_reply *out);

#endif
