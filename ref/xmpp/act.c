#include "xmpp/state.h"

#include <assert.h>

#include "xmpp/features.h"
#include "xmpp/sasl.h"
#include "xmpp/stream_limits.h"

/* --- receiving ------------------------------------------------------------- */

void stream_answer(struct stream *s, struct view from, const struct stream_offer *offer)
{
	bool authenticated = s->authenticated || s->established;
	struct element *features;

	if (stream_is_closed(s))
		return;
	assert(s->state == ST_ANSWER);
	stream_write_header(s, from, offer->dialback);
	s->state = ST_READY;
	if (s->peer.version.major < 1)
		return; /* RFC 6120 4.7.5: features came with 1.0 */
	s->offer = features_at(offer, s->secure, authenticated);
	features = features_element(s->region, &s->offer);
	if (s->offer.limits)
		stream_limits_write(
		        s->region, features,
		        (struct stream_limits){
		                stream_limits_ours(&s->set, &s->offer, authenticated),
		                s->offer.idle_seconds });
	stream_write(s, features);
}

void stream_auth_accept(struct stream *s)
{
	if (stream_is_closed(s))
		return;
	assert(s->state == ST_DECISION && s->secure);
	stream_write(s, element_new(s->region, NS_SASL, "success"));
	s->authenticated = true;
	s->authenticated_as = view_dup(stream_peer_from(s));
	stream_restart(s);
}

void stream_auth_refuse(struct stream *s, enum cause cause)
{
	if (stream_is_closed(s))
		return;
	assert(s->state == ST_DECISION);
	stream_write(s, sasl_failure(s->region, cause));
	s->state = ST_READY;
}

/* --- initiating ------------------------------------------------------------ */

void stream_starttls(struct stream *s)
{
	if (stream_is_closed(s))
		return;
	assert(s->set.role == STREAM_INITIATING && s->state == ST_READY);
	assert(!s->secure && !s->established);
	stream_write(s, element_new(s->region, NS_TLS, "starttls"));
	s->state = ST_PROCEED;
}

void stream_auth(struct stream *s, struct view authzid)
{
	struct element *e;

	if (stream_is_closed(s))
		return;
	/* RFC 6120 5.3.4: if there is TLS at all, it comes first; EXTERNAL is
	 * nothing without. */
	assert(s->set.role == STREAM_INITIATING && s->state == ST_READY);
	assert(s->secure && !s->established);
	e = element_new(s->region, NS_SASL, "auth");
	element_set(s->region, e, "mechanism", VIEW("EXTERNAL"));
	element_add_text(s->region, e, sasl_text(authzid, s->region));
	stream_write(s, e);
	s->state = ST_OUTCOME;
}

void stream_bidi(struct stream *s)
{
	struct element *e;

	if (stream_is_closed(s) || s->bidi)
		return;
	assert(s->set.role == STREAM_INITIATING && s->state == ST_READY);
	assert(!s->authenticated && !s->established);
	e = element_new(s->region, NS_BIDI, "bidi");
	/* XEP-0478 3: the only place where an initiating server can say them. */
	if (s->set.limits)
		stream_limits_write(
		        s->region, e,
		        (struct stream_limits){
		                .max_bytes = stream_limits_ours(&s->set, &s->offer, true) });
	stream_write(s, e);
	s->bidi = true;
}

/* --- both ------------------------------------------------------------------ */

void stream_secured(struct stream *s)
{
	if (stream_is_closed(s))
		return;
	assert(s->state == ST_TLS);
	s->secure = true;
	s->authenticated = false;
	s->bidi = false; /* XEP-0288 2.1: with TLS, only after it */
	s->theirs = (struct stream_limits){ 0 };
	s->marks |= MARK_HEARD;
	stream_restart(s);
}

void stream_established(struct stream *s)
{
	if (stream_is_closed(s) || s->established)
		return;
	assert(s->state != ST_TLS);
	s->established = true;
	s->marks |= MARK_USED;
	xml_reader_set_limits(s->reader, &s->set.after);
}

bool stream_send(struct stream *s, const struct element *e)
{
	bool stanza = view_is(e->ns, NS_SERVER);

	/* 4.3.5, 4.5: a stanza too early or the wrong way is our bug, always. */
	assert(!stanza ||
	       (s->established && (s->set.role == STREAM_INITIATING || stream_both_ways(s))));
	if (s->state != ST_READY)
		return false;
	stream_write(s, e);
	if (stanza)
		s->marks |= MARK_USED;
	return true;
}

bool stream_takes(const struct stream *s, const struct element *e)
{
	struct buf out = { 0 };
	bool takes = true;

	/* An escape makes six bytes of one, and a name stands twice: what is
	 * smaller than that need not be written to be measured. */
	if (stream_limits_most(s->theirs) / 8 < element_memory(e)) {
		xml_write(&out, e, &s->scope);
		takes = stream_limits_allow(s->theirs, buf_len(&out));
		buf_free(&out);
	}
	return takes;
}

void stream_allow_extension(struct stream *s, const char *ns)
{
	size_t i = 0;

	while (i < STREAM_EXTENSIONS && s->extension[i] != NULL)
		i++;
	assert(i < STREAM_EXTENSIONS);
	s->extension[i] = ns;
}

/* --- dialback -------------------------------------------------------------- */

static void write_dialback(struct stream *s, const struct dialback *d, enum cause cause)
{
	stream_write(s, dialback_element(s->region, d, cause));
	s->marks |= MARK_USED;
}

static bool ask(struct stream *s, const struct dialback *d)
{
	if (stream_is_closed(s))
		return false;
	assert(s->set.role == STREAM_INITIATING && s->state == ST_READY);
	if (!dialback_pending_add(s->pending, d))
		return false;
	write_dialback(s, d, CAUSE_NONE);
	return true;
}

bool stream_db_request(struct stream *s, struct view from, struct view to, struct view key)
{
	return ask(s, &(struct dialback){ .from = from, .to = to, .key = key });
}

bool stream_db_ask(struct stream *s, struct view from, struct view to, struct view id,
                   struct view key)
{
	return ask(s, &(struct dialback){
	                      .verify = true, .from = from, .to = to, .id = id, .key = key });
}

static bool answer(struct stream *s, struct dialback *d, enum cause cause)
{
	struct dialback_pending *owed = s->set.role == STREAM_RECEIVING ? s->pending
	                                                                : s->reverse;
	struct dialback request;

	if (!stream_may_write(s) || !dialback_pending_take(owed, d, s->region, &request))
		return false;
	d->from = request.to;
	d->to = request.from;
	write_dialback(s, d, cause);
	return true;
}

bool stream_db_result(struct stream *s, struct view from, struct view to,
                      enum dialback_type type, enum cause cause)
{
	struct dialback d = { .answer = true, .from = from, .to = to, .type = type };

	return answer(s, &d, cause);
}

bool stream_db_verify(struct stream *s, struct view from, struct view to, struct view id,
                      enum dialback_type type, enum cause cause)
{
	struct dialback d = {
		.verify = true, .answer = true, .from = from, .to = to, .id = id, .type = type
	};

	return answer(s, &d, cause);
}

bool stream_db_pending(const struct stream *s, size_t *pos, struct view *from, struct view *to,
                       struct view *id)
{
	struct dialback d;

	if (!dialback_pending_next(s->pending, pos, &d))
		return false;
	*from = d.from;
	*to = d.to;
	*id = d.id;
	return true;
}

/* --- what is known --------------------------------------------------------- */

struct view stream_id(const struct stream *s)
{
	return view_of(s->set.role == STREAM_RECEIVING ? s->id : s->peer.id);
}

bool stream_is_established(const struct stream *s)
{
	return s->established;
}

bool stream_is_secure(const struct stream *s)
{
	return s->secure;
}

bool stream_is_authenticated(const struct stream *s)
{
	return s->authenticated;
}

bool stream_is_bidi(const struct stream *s)
{
	return s->bidi;
}

struct view stream_peer_from(const struct stream *s)
{
	return view_of(s->peer.from);
}

struct view stream_peer_to(const struct stream *s)
{
	return view_of(s->peer.to);
}

struct view stream_peer_lang(const struct stream *s)
{
	return view_of(s->peer.lang);
}
