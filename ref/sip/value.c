/* Values of header fields other than addresses and Via; see field.h. */
#include <string.h>

#include "sip/chars.h"
#include "sip/field.h"
#include "sip/lexer.h"

static struct view trimmed(struct view v)
{
	sip_skip_white(&v);
	sip_trim_white(&v);
	return v;
}

bool sip_is_token(struct view v)
{
	return v.n > 0 && sip_span(v, SIP_C_TOKEN) == v.n;
}

bool sip_is_call_id(struct view v)
{
	size_t n = sip_span(v, SIP_C_WORD);

	if (n == 0)
		return false;
	if (n == v.n)
		return true;
	return v.p[n] == '@' && n + 1 < v.n &&
	       sip_span(view_from(v, n + 1), SIP_C_WORD) == v.n - n - 1;
}

bool sip_is_language_tag(struct view v)
{
	size_t n = sip_span(v, SIP_C_ALPHA);

	if (n == 0 || n > 8)
		return false;
	while (n < v.n) {
		v = view_from(v, n);
		if (v.p[0] != '-')
			return false;
		v = view_from(v, 1);
		n = sip_span(v, SIP_C_ALPHA | SIP_C_DIGIT);
		if (n == 0 || n > 8)
			return false;
	}
	return true;
}

bool sip_cseq_read(struct view value, struct sip_cseq *out)
{
	struct view rest = trimmed(value), digits = { rest.p, sip_span(rest, SIP_C_DIGIT) };
	uint64_t n;

	if (!sip_digits(digits, INT32_MAX, &n))
		return false;
	rest = view_from(rest, digits.n);
	if (rest.n == 0 || !sip_char_is(rest.p[0], SIP_C_WHITE))
		return false;
	rest = trimmed(rest);
	if (!sip_is_token(rest))
		return false;
	out->number = (uint32_t)n;
	out->method = sip_method_named(rest);
	out->method_name = rest;
	return true;
}

bool sip_media_read(struct view value, struct sip_media *out)
{
	struct view rest = trimmed(value);

	return sip_take_token(&rest, &out->type) && sip_take_separator(&rest, '/') &&
	       sip_take_token(&rest, &out->subtype) &&
	       sip_parameters_read(rest, &out->parameters);
}

bool sip_token_read(struct view value, struct sip_token *out)
{
	struct view rest = trimmed(value);

	return sip_take_token(&rest, &out->token) &&
	       sip_parameters_read(rest, &out->parameters);
}

bool sip_event_read(struct view value, struct sip_event *out)
{
	struct sip_token t;

	if (!sip_token_read(value, &t))
		return false;
	*out = (struct sip_event){ .package = t.token, .parameters = t.parameters };
	return !sip_parameter(t.parameters, "id", &out->id) || sip_is_token(out->id);
}

/* A parameter that must be delta-seconds where it stands; -1 where not. */
static bool seconds_of(struct view parameters, const char *name, int64_t *out)
{
	struct view value;
	uint32_t n;

	*out = -1;
	if (!sip_parameter(parameters, name, &value))
		return true;
	if (!sip_delta_read(value, &n))
		return false;
	*out = n;
	return true;
}

bool sip_subscription_state_read(struct view value, struct sip_subscription_state *out)
{
	static const struct view names[] = {
		[SIP_SUBSTATE_ACTIVE] = VIEW_INIT("active"),
		[SIP_SUBSTATE_PENDING] = VIEW_INIT("pending"),
		[SIP_SUBSTATE_TERMINATED] = VIEW_INIT("terminated"),
	};
	struct sip_token t;
	int s = 0;

	if (!sip_token_read(value, &t))
		return false;
	*out = (struct sip_subscription_state){ .name = t.token };
	while (s < SIP_SUBSTATE_OTHER && !view_ieq(t.token, names[s]))
		s++;
	out->state = (enum sip_substate)s;
	if (sip_parameter(t.parameters, "reason", &out->reason) && !sip_is_token(out->reason))
		return false;
	return seconds_of(t.parameters, "expires", &out->expires) &&
	       seconds_of(t.parameters, "retry-after", &out->retry_after);
}

bool sip_delta_read(struct view value, uint32_t *seconds)
{
	uint64_t n;

	if (!sip_digits(trimmed(value), UINT32_MAX, &n))
		return false;
	*seconds = (uint32_t)n;
	return true;
}

/* comment: parentheses, which may nest; a quoted pair counts for nothing. */
static bool comment_take(struct view *rest)
{
	size_t depth = 0;

	for (size_t i = 0; i < rest->n; i++) {
		if (rest->p[i] == '\\' && i + 1 < rest->n)
			i++;
		else if (rest->p[i] == '(')
			depth++;
		else if (rest->p[i] == ')' && --depth == 0) {
			*rest = view_from(*rest, i + 1);
			return true;
		}
	}
	return false;
}

bool sip_retry_after_read(struct view value, uint32_t *seconds)
{
	struct view rest = trimmed(value), ignored;
	size_t n = sip_span(rest, SIP_C_DIGIT);
	uint32_t found;

	if (!sip_delta_read((struct view){ rest.p, n }, &found))
		return false;
	rest = trimmed(view_from(rest, n));
	if (rest.n > 0 && rest.p[0] == '(' && !comment_take(&rest))
		return false;
	if (!sip_parameters_read(rest, &ignored))
		return false;
	*seconds = found;
	return true;
}

bool sip_max_forwards_read(struct view value, unsigned *out)
{
	uint64_t n;

	if (!sip_digits(trimmed(value), 255, &n))
		return false;
	*out = (unsigned)n;
	return true;
}

bool sip_q_read(struct view value, unsigned *thousandths)
{
	unsigned q, place = 100;

	if (value.n == 0 || value.n > 5 || (value.p[0] != '0' && value.p[0] != '1'))
		return false;
	q = value.p[0] == '1' ? 1000 : 0;
	if (value.n > 1 && value.p[1] != '.')
		return false;
	for (size_t i = 2; i < value.n; i++, place /= 10) {
		if (!sip_char_is(value.p[i], SIP_C_DIGIT))
			return false;
		q += (unsigned)(value.p[i] - '0') * place;
	}
	if (q > 1000)
		return false;
	*thousandths = q;
	return true;
}

/* --- Date --------------------------------------------------------------------------- */

static const char weekdays[] = "MonTueWedThuFriSatSun";
static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";

/* The place of a three-letter name in a row of such; -1: it is none. */
static int place_of(struct view name, const char *names)
{
	for (int i = 0; names[3 * i] != '\0'; i++)
		if (view_ieq(name, (struct view){ names + (ptrdiff_t)3 * i, 3 }))
			return i;
	return -1;
}

/* Days since 1970-01-01 of a date of the Gregorian calendar. */
static int64_t days_of(int64_t year, int month, int day)
{
	static const int before[] = { 0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334 };
	int64_t past = year - 1;
	bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

	return past * 365 + past / 4 - past / 100 + past / 400 - 719162 + before[month] +
	       (leap && month > 1) + day - 1;
}

bool sip_date_read(struct view value, int64_t *seconds)
{
	static const char form[] = "Www, 00 Mmm 0000 00:00:00 GMT";
	struct view v = trimmed(value);
	uint64_t day, year, hour, minute, second;
	int month;

	if (v.n != sizeof form - 1)
		return false;
	for (size_t i = 0; i < v.n; i++)
		if (form[i] == '0' ? !sip_char_is(v.p[i], SIP_C_DIGIT)
		    : strchr("WMwm", form[i]) != NULL && i < 12
		            ? !sip_char_is(v.p[i], SIP_C_ALPHA)
		            : v.p[i] != form[i])
			return false;
	month = place_of((struct view){ v.p + 8, 3 }, months);
	if (place_of((struct view){ v.p, 3 }, weekdays) < 0 || month < 0)
		return false;
	if (!sip_digits((struct view){ v.p + 5, 2 }, 31, &day) || day == 0 ||
	    !sip_digits((struct view){ v.p + 12, 4 }, 9999, &year) || year == 0 ||
	    !sip_digits((struct view){ v.p + 17, 2 }, 23, &hour) ||
	    !sip_digits((struct view){ v.p + 20, 2 }, 59, &minute) ||
	    !sip_digits((struct view){ v.p + 23, 2 }, 60, &second))
		return false;
	*seconds = days_of((int64_t)year, month, (int)day) * 86400 + (int64_t)hour * 3600 +
	           (int64_t)minute * 60 + (int64_t)second;
	return true;
}
