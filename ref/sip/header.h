/* header.h - header fields by name, from one table (header.tbl).
 *
 * RFC 3261 7.3.1 (case ignored), 7.3.3 (compact forms), 20.
 */
#ifndef REF_SIP_HEADER_H
#define REF_SIP_HEADER_H

#include "lib/view.h"

enum sip_header {
	SIP_UNKNOWN,		/* a field without a row in the table */
#define X(name, ...) SIP_##name,
#include "sip/header.tbl"
#undef X
	SIP_HEADER_COUNT
};

enum sip_rows { SIP_ROWS_ONCE, SIP_ROWS_LIST, SIP_ROWS_ROWS };

enum sip_shape {
	SIP_SHAPE_NONE,
	SIP_SHAPE_VIA,			/* via-parm, in a list */
	SIP_SHAPE_ADDRESS,		/* name-addr or addr-spec, parameters */
	SIP_SHAPE_NAME_ADDR,		/* <> required, in a list */
	SIP_SHAPE_CONTACT,		/* addresses in a list, or "*" */
	SIP_SHAPE_CALL_ID,
	SIP_SHAPE_CSEQ,
	SIP_SHAPE_MAX_FORWARDS,		/* 0..255 */
	SIP_SHAPE_LENGTH,
	SIP_SHAPE_MEDIA,		/* type/subtype, parameters */
	SIP_SHAPE_TOKEN,		/* tokens in a list */
	SIP_SHAPE_TOKEN_PARAMETERS,	/* token *(;parameter) */
};

/* The field of this name, long or compact; SIP_UNKNOWN for others. */
enum sip_header sip_header_named(struct view name);

const char *sip_header_name(enum sip_header h);		/* the long name; "" for SIP_UNKNOWN */
struct view sip_header_text(enum sip_header h);		/* the same with its length */
enum sip_rows sip_header_rows(enum sip_header h);	/* ROWS for SIP_UNKNOWN */
enum sip_shape sip_header_shape(enum sip_header h);	/* NONE for SIP_UNKNOWN */

#endif
