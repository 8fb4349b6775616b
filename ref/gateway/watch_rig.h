/* watch_rig.h - a whole gateway on a clock of its own, between a link and a SIP side
 * that are the test's; for the tests of its flows.
 *
 * Loop, endpoint, uplink and resolver are those of rig_*.h, defined anew, so that
 * the linker takes none of theirs: no socket, no wait.  The store is the real one,
 * and a kill leaves on the disk what was there.
 *
 * What the gateway does is one line of text, and the test says what it has to be:
 *
 *	=200:3600            a response, and its Expires
 *	>SUBSCRIBE:3600      a request, and its Expires
 *	>NOTIFY:active{phone,-pc}   its state, and the tuples: open, closed
 *	>NOTIFY:terminated/timeout
 *	!subscribed          a presence stanza as written to the link, by type
 *	!available/pc7 !unavailable/pc7 !unavailable    state, and the resource
 *	!error:item-not-found
 *
 * Sally is ours, Romeo a partner's; both may watch each other.
 * Header only, so that nothing of it ends up in the product.
 */
#ifndef REF_GATEWAY_WATCH_RIG_H
#define REF_GATEWAY_WATCH_RIG_H

#include "gateway/rig_romeo.h"
#include "gateway/rig_sally.h"
#include "gateway/rig_world.h"
#include "gateway/watch_sip_private.h"
#include "gateway/watch_xmpp_private.h"

/* The SUBSCRIBE that waits is granted, and what he is told of it is `story_`. */
static inline void server_shows(const char *tuples, const char *story_)
{
	server_answers(200, 3600);
	server_notifies("active;expires=3600", tuples);
	is(story_);
}

static inline void romeo_asks(void)
{
	romeo_says("subscribe");
	is(">SUBSCRIBE:3600");
}

#define SEEN "=200 !subscribed !available/pc7"

static inline void romeo_watches(void)
{
	romeo_asks();
	server_shows("pc7", SEEN);
}

#endif
