#include "gateway/errors.h"

#include "cause/cause.h"

static const struct to_sip_row to_sip[] = {
#define X(row, condition, bare, full, invite) { row, condition, bare, full, invite },
#include "gateway/errors_to_sip.tbl"
#undef X
};

static const struct from_sip_row from_sip[] = {
#define X(row, first, last, condition, type) { row, first, last, condition, type },
#include "gateway/errors_from_sip.tbl"
#undef X
};

struct range {
	int first, last;
};

struct effect_row {
	const char *row;
	struct range range;
	enum subscribe_effect effect;
};

#define SUBSCRIBE_ROW(row, first, last, effect) { row, { first, last }, effect },
#define REFRESH_ROW(row, first, last, effect)
#define NOTIFY_ROW(first, last)
static const struct effect_row initial_rows[] = {
#include "gateway/errors_method.tbl"
};
#undef SUBSCRIBE_ROW
#undef REFRESH_ROW
#define SUBSCRIBE_ROW(row, first, last, effect)
#define REFRESH_ROW(row, first, last, effect) { row, { first, last }, effect },
static const struct effect_row refresh_rows[] = {
#include "gateway/errors_method.tbl"
};
#undef REFRESH_ROW
#undef NOTIFY_ROW
#define REFRESH_ROW(row, first, last, effect)
#define NOTIFY_ROW(first, last) { first, last },
static const struct range notify_rows[] = {
#include "gateway/errors_method.tbl"
};

#define COUNT(rows) (sizeof(rows) / sizeof(rows)[0])

static bool in_range(int status, struct range r)
{
	return r.first <= status && status <= r.last;
}

const struct to_sip_row *error_row_for_condition(struct view condition)
{
	for (size_t i = 0; i < COUNT(to_sip); i++)
		if (view_is(condition, to_sip[i].condition))
			return &to_sip[i];
	return &to_sip[COUNT(to_sip) - 1];
}

int error_status_for_condition(const struct to_sip_row *row, bool full, bool invite,
                               const struct error_style *style)
{
	int status = full ? row->full : row->bare;

	if (invite && row->invite != 0)
		status = row->invite;
	/* RFC 3261 21.4.2, 21.4.8: not without a challenge. */
	if ((status == 401 || status == 407) && !style->challenge)
		status = 403;
	/* A 6xx ends the forks of other domains as well (RFC 3261 16.7). */
	if (status >= 600 && style->no_global)
		status = row->full;
	return status;
}

int error_status_for_cause(struct view label, bool invite)
{
	int status = cause_sip_status(cause_named(label));

	/* A 503 would take this gateway out of service for everybody (RFC 3261
	 * 21.5.4, RFC 7247 7.1): what is short is at one partner. */
	if (status == 503)
		return 500;
	if (status == 504 && invite)
		return 408;
	return status;
}

const struct from_sip_row *error_condition_for_status(int status)
{
	const struct from_sip_row *other = NULL;

	for (size_t i = 0; i < COUNT(from_sip); i++) {
		if (in_range(status, (struct range){ from_sip[i].first, from_sip[i].last }))
			return &from_sip[i];
		if (in_range(500, (struct range){ from_sip[i].first, from_sip[i].last }))
			other = &from_sip[i];
	}
	return other; /* no final failure: ours to blame */
}

static const struct effect_row *effect_of(int status, const struct effect_row *rows, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (in_range(status, rows[i].range))
			return &rows[i];
	return &rows[n - 1];
}

enum subscribe_effect subscribe_failed(int status, bool refresh, const char **row)
{
	const struct effect_row *found =
	        refresh ? effect_of(status, refresh_rows, COUNT(refresh_rows))
	                : effect_of(status, initial_rows, COUNT(initial_rows));

	if (row != NULL)
		*row = found->row;
	return found->effect;
}

bool notify_failure_ends_dialog(int status)
{
	for (size_t i = 0; i < COUNT(notify_rows); i++)
		if (in_range(status, notify_rows[i]))
			return true;
	return false;
}

bool error_contact_is_told(const struct sip_uri *contact)
{
	return contact->host_kind != SIP_HOST_IPV4 && contact->host_kind != SIP_HOST_IPV6;
}

bool error_may_answer(const struct element *stanza)
{
	return !view_is(element_attr(stanza, "type"), "error");
}
