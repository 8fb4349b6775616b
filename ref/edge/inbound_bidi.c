/* XEP-0288 as the receiving server: stanzas of ours on a stream that a partner
 * has opened. */
#include "edge/inbound_private.h"

#include <stdlib.h>

#include "edge/admission.h"
#include "edge/outbound.h"

static bool is_usable(const struct inbound *in)
{
	const struct stream *s = conn_stream(in->conn);

	return !in->ended && s != NULL && !stream_is_closed(s);
}

bool inbound_carries_both_ways(const struct inbound *in)
{
	return is_usable(in) && stream_is_bidi(conn_stream(in->conn)) &&
	       stream_may_carry(in->pairs);
}

static struct inbound *find(const struct edge *e, struct pair pair)
{
	char *key = pair_key(pair.to, pair.from);
	struct inbound *in = map_get(e->inbound_of, view_of(key));

	free(key);
	return in;
}

/* The oldest that is of use stays the one: stanzas keep their order. */
void inbound_returns(struct inbound *in, struct pair pair)
{
	struct inbound *there;
	char *key;

	if (!stream_is_bidi(conn_stream(in->conn)))
		return;
	there = find(in->edge, pair);
	if (there != NULL && there != in && is_usable(there))
		return;
	key = pair_key(pair.to, pair.from);
	map_put(in->edge->inbound_of, view_of(key), in);
	free(key);
}

/* Another stream of the partner may carry the pair as well. */
static void pass_on(struct edge *e, const struct inbound *gone, struct pair pair)
{
	size_t pos = 0;
	uint64_t id;
	void *value;

	while (ids_next(e->inbound, &pos, &id, &value)) {
		struct inbound *in = value;

		if (in != gone && is_usable(in) && pair_is_proved(in->pairs, pair)) {
			inbound_returns(in, pair);
			return;
		}
	}
}

void inbound_returns_no_more(struct inbound *in)
{
	size_t pos = 0;
	struct pair pair;
	enum pair_state state;
	char *key;

	while (pairs_next(in->pairs, &pos, &pair, &state)) {
		if (find(in->edge, pair) != in)
			continue;
		key = pair_key(pair.to, pair.from);
		map_remove(in->edge->inbound_of, view_of(key));
		free(key);
		pass_on(in->edge, in, pair);
	}
}

bool inbound_send(struct edge *e, const struct outward *o)
{
	const struct pair pair = { o->partner, o->own };
	struct inbound *in = find(e, pair);

	if (in == NULL || !is_usable(in) ||
	    !stanza_may_return(stream_is_bidi(conn_stream(in->conn)), in->pairs, pair,
	                       partner_of(e->settings->partners, o->partner),
	                       inbound_method(in, pair.from)))
		return false;
	written_put(&in->written, in->conn, o->stanza, o->bytes, o->origin);
	return true;
}
