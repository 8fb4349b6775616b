#include "gateway/watch_rules.h"

#include <stddef.h>

#include "gateway/shown.h"
#include "gateway/stamp.h"
#include "lib/view.h"

#define DAY 86400

bool watch_may_ask(uint64_t asked, uint64_t now)
{
	return asked == 0 || now < asked || now - asked >= DAY;
}

bool watch_counts_as_added(bool has_dialog, uint64_t alive, uint64_t now, uint64_t interval)
{
	return has_dialog || watch_is_alive(alive, now, interval);
}

bool watch_waits(uint64_t asked, uint64_t now, uint64_t limit)
{
	return now < asked + limit;
}

bool watch_is_alive(uint64_t alive, uint64_t now, uint64_t interval)
{
	return alive != 0 && now < alive + interval;
}

bool watch_is_outdated(int64_t last, int64_t stamp)
{
	return last != STAMP_NONE && stamp != STAMP_NONE && stamp < last;
}

bool watch_says_good_bye(bool was_shown, bool others_shown, bool said)
{
	return was_shown || (!others_shown && !said);
}

bool watch_device_is_told(bool available, bool known, bool shown)
{
	return available || !known || shown;
}

enum notifier_reason watch_reason_for_error(struct view condition)
{
	static const struct {
		const char *condition;
		enum notifier_reason reason;
	} rows[] = {
		{ "item-not-found", NOTIFIER_NORESOURCE },
		{ "gone", NOTIFIER_NORESOURCE },
		{ "remote-server-not-found", NOTIFIER_NORESOURCE },
		{ "forbidden", NOTIFIER_REJECTED },
		{ "not-allowed", NOTIFIER_REJECTED },
		{ "not-authorized", NOTIFIER_REJECTED },
		{ "policy-violation", NOTIFIER_REJECTED },
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
		if (view_is(condition, rows[i].condition))
			return rows[i].reason;
	return NOTIFIER_NO_REASON;
}

enum sip_substate watch_state_for(enum store_state auth)
{
	return auth == STORE_GRANTED ? SIP_SUBSTATE_ACTIVE : SIP_SUBSTATE_PENDING;
}

uint32_t watch_asks_for(uint32_t expires, uint64_t interval)
{
	return expires < interval ? expires : (uint32_t)interval;
}

bool watch_leaving_is_answered(enum store_state auth)
{
	return auth != STORE_NONE;
}

bool watch_probe_shows(struct view device, struct view resource)
{
	return device.n == 0 || view_eq(device, resource);
}

bool watch_poll_is_refused(enum subscribe_effect effect)
{
	return effect != SUBSCRIBE_LATER;
}

bool watch_goes_on(enum store_state auth, bool has_dialog)
{
	return has_dialog || auth == STORE_GRANTED;
}

enum subscribe_effect watch_effect_without_dialog(enum subscribe_effect of_refresh)
{
	switch (of_refresh) {
	case SUBSCRIBE_ANEW: /* it would be asked without end */
		return SUBSCRIBE_DEAD;
	case SUBSCRIBE_ALIVE:
		return SUBSCRIBE_LATER;
	case SUBSCRIBE_DENIED:
	case SUBSCRIBE_LONGER:
	case SUBSCRIBE_LOGIN:
	case SUBSCRIBE_ERROR:
	case SUBSCRIBE_LATER:
	case SUBSCRIBE_DEAD:
		break;
	}
	return of_refresh;
}

bool watch_may_begin(size_t under_way)
{
	return under_way < WATCHES_AT_ONCE;
}

bool watch_shows_more(size_t shown)
{
	return shown < SHOWN_MAX;
}

bool watch_user_has_room(size_t of_user, size_t limit)
{
	return of_user < limit;
}

bool watch_partner_has_room(size_t of_partner, size_t limit)
{
	return of_partner < limit;
}
