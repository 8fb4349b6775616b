/* lexer.h - what the readers of values take off the front (RFC 3261 25.1).
 *
 * Private to the readers of this folder.  Each function takes from *rest on
 * success and leaves it alone on failure.
 */
#ifndef REF_SIP_LEXER_H
#define REF_SIP_LEXER_H

#include <stdbool.h>

#include "lib/view.h"

/* Bytes of the quoted string at the front, quotes included; v.n when the closing
 * one is missing.  v.p[0] must be '"'. */
size_t sip_quoted_length(struct view v);

/* A quoted string with its quotes: no control but TAB, UTF-8 above 7F, a
 * backslash followed by any byte of ASCII but CR and LF. */
bool sip_take_quoted(struct view *rest, struct view *quoted);

bool sip_take_token(struct view *rest, struct view *token);	/* not empty */

/* SLASH, SEMI, EQUAL: the character with white space around it. */
bool sip_take_separator(struct view *rest, char c);

/* name[=value]: generic-param (25.1); value.p NULL when there is none. */
bool sip_take_parameter(struct view *rest, struct view *name, struct view *value);

/* The whole of `rest` is *(SEMI generic-param); *parameters gets it without the
 * first ';'. */
bool sip_parameters_read(struct view rest, struct view *parameters);

#endif
