#include "tls/channel.h"

#include <assert.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/mem.h"

#define WORDS_MAX 160

enum channel_state {
	CLEAR,
	SHAKING,	/* TLS handshake */
	SECURE,
	DYING,		/* the verdict stands; an alert may be on its way out */
	ENDED,		/* the owner was told; only channel_free() is left */
};

struct channel {
	struct loop *loop;
	struct wire *wire;	/* NULL: the machine had no socket left */
	struct address to;	/* dialled */
	const struct channel_ops *ops;
	void *arg;
	struct tls_session *tls;
	struct buf out;		/* plaintext to be encrypted when the turn ends */
	struct buf held;	/* plaintext that came with the pause */
	enum channel_state state;
	bool secure, paused, finish;
	bool in_callback;	/* with more to do behind it */
	bool freed;		/* in that callback */
	enum cause cause;	/* the verdict */
	char words[WORDS_MAX];
};

/* --- the end --------------------------------------------------------------- */

/* False: the owner has freed the channel in the callback. */
static bool leave(struct channel *c)
{
	c->in_callback = false;
	if (!c->freed)
		return true;
	free(c);
	return false;
}

static bool hand_up(struct channel *c, struct view plain)
{
	c->in_callback = true;
	if (plain.n != 0 && c->ops->bytes != NULL)
		c->ops->bytes(c->arg, plain);
	return leave(c);
}

static bool hand_up_held(struct channel *c)
{
	struct buf plain = c->held;
	bool alive;

	c->held = (struct buf){ NULL, 0, 0, 0 };
	alive = hand_up(c, buf_view(&plain));
	buf_free(&plain);
	return alive;
}

/* Tells the verdict, behind all bytes that came before it. */
static void tell_ended(void *arg)
{
	struct channel *c = arg;

	if (c->state != DYING || (c->paused && buf_len(&c->held) != 0))
		return;		/* told already, or when the pause is over */
	if (buf_len(&c->held) != 0 && !hand_up_held(c))
		return;
	c->state = ENDED;
	if (c->ops->ended != NULL)
		c->ops->ended(c->arg, c->cause, c->words);
}

/* The first verdict stands.  It is told when what was written (a TLS alert)
 * has been sent, so that the peer learns the reason too. */
static void decide(struct channel *c, enum cause cause, const char *words)
{
	if (c->state == DYING || c->state == ENDED)
		return;
	c->state = DYING;
	c->cause = cause;
	snprintf(c->words, sizeof c->words, "%s", words);
	buf_free(&c->out);
	if (c->wire != NULL && wire_unsent(c->wire) != 0)
		wire_finish(c->wire);
	else
		loop_defer(c->loop, tell_ended, c);
}

static void resume(void *arg)
{
	struct channel *c = arg;

	if (c->paused || (buf_len(&c->held) != 0 && !hand_up_held(c)))
		return;
	if (c->wire == NULL || wire_unsent(c->wire) == 0)
		tell_ended(c);	/* else when that is sent */
}

/* --- TLS ------------------------------------------------------------------- */

static void send_cipher(struct channel *c)
{
	struct buf cipher = { 0 };

	tls_session_take(c->tls, &cipher);
	wire_write(c->wire, buf_view(&cipher));
	buf_free(&cipher);
}

/* What was written in this turn shares its records: a stanza of its own would
 * cost five times as much. */
static void encrypt(void *arg)
{
	struct channel *c = arg;

	if (c->state != SECURE || tls_session_state(c->tls) == TLS_BROKEN)
		return;
	tls_session_write(c->tls, buf_view(&c->out));
	buf_free(&c->out);	/* idle connections hold no buffer */
	if (c->finish)
		tls_session_close(c->tls);
	send_cipher(c);
	if (tls_session_state(c->tls) == TLS_BROKEN)
		decide(c, CAUSE_TLS_FAILED, tls_session_words(c->tls));
	else if (c->finish)
		wire_finish(c->wire);
}

static bool tell_secured(struct channel *c)
{
	c->state = SECURE;
	c->secure = true;
	c->in_callback = true;
	if (c->ops->secured != NULL)
		c->ops->secured(c->arg);
	if (!leave(c))
		return false;
	if (buf_len(&c->out) != 0 || c->finish)
		loop_defer(c->loop, encrypt, c);
	return true;
}

static void decrypt(struct channel *c, struct view cipher)
{
	struct buf plain = { 0 };
	enum tls_state tls = tls_session_feed(c->tls, cipher, &plain);

	send_cipher(c);
	if (c->state == SHAKING && tls == TLS_BROKEN)
		buf_clear(&plain);	/* never was secured: nothing to tell */
	else if (c->state == SHAKING && tls != TLS_HANDSHAKE && !tell_secured(c))
		goto out;
	if (c->paused)
		buf_putv(&c->held, buf_view(&plain));
	else if (!hand_up(c, buf_view(&plain)))
		goto out;
	if (tls == TLS_BROKEN) {
		decide(c, CAUSE_TLS_FAILED, tls_session_words(c->tls));
	} else if (tls == TLS_CLOSED) {
		/* A last answer is due, and close_notify (RFC 8446 6.1). */
		c->finish = true;
		encrypt(c);
		decide(c, CAUSE_PEER_CLOSED, "closed");
	}
out:
	buf_free(&plain);
}

/* Takes the session. */
static void start(struct channel *c, struct tls_session *tls)
{
	assert(c->tls == NULL);
	c->tls = tls;
	c->state = SHAKING;
	send_cipher(c);
	if (tls_session_state(c->tls) == TLS_BROKEN)
		decide(c, CAUSE_TLS_FAILED, tls_session_words(c->tls));
}

/* Unless it ended meanwhile; `ended` follows or was told. */
void channel_start_tls(struct channel *c, struct tls_context *ctx, enum tls_role role,
                       const char *sni)
{
	if (c->state == CLEAR)
		start(c, tls_session_new(ctx, role, sni));
}

void channel_start_tls_dane(struct channel *c, struct tls_context *ctx, const char *sni,
                            const struct tlsa_set *tlsa)
{
	if (c->state == CLEAR)
		start(c, tls_session_new_dane(ctx, sni, tlsa));
}

/* --- the wire -------------------------------------------------------------- */

static void on_connected(void *arg)
{
	struct channel *c = arg;

	if (c->ops->connected != NULL)
		c->ops->connected(c->arg);
}

static void on_bytes(void *arg, struct view bytes)
{
	struct channel *c = arg;

	switch (c->state) {
	case CLEAR:
		hand_up(c, bytes);
		break;
	case SHAKING:
	case SECURE:
		decrypt(c, bytes);
		break;
	case DYING:
	case ENDED:
		break;
	}
}

static void on_flushed(void *arg)
{
	struct channel *c = arg;

	switch (c->state) {
	case CLEAR:
	case SECURE:
		if (buf_len(&c->out) == 0 && c->ops->flushed != NULL)
			c->ops->flushed(c->arg);
		break;
	case DYING:
		tell_ended(c);
		break;
	case SHAKING:
	case ENDED:
		break;
	}
}

static void on_ended(void *arg, enum wire_end how)
{
	static const char *const words[] = {
		[WIRE_PEER_CLOSED] = "closed",
		[WIRE_RESET] = "connection reset",
		[WIRE_REFUSED] = "connection refused",
		[WIRE_UNREACHABLE] = "host unreachable",
	};
	struct channel *c = arg;
	enum cause cause = CAUSE_PEER_CLOSED;
	char text[WORDS_MAX];

	snprintf(text, sizeof text, "%s", words[how]);
	if (how == WIRE_REFUSED || how == WIRE_UNREACHABLE) {
		cause = CAUSE_CONNECT_FAILED;
	} else if (c->state == SHAKING) {
		cause = CAUSE_TLS_FAILED;
		snprintf(text, sizeof text, "handshake: %s by the peer", words[how]);
	} else if (c->state == SECURE && how == WIRE_PEER_CLOSED) {
		/* Perhaps cut off by somebody else (RFC 8446 6.1). */
		snprintf(text, sizeof text, "closed without close_notify");
	}
	decide(c, cause, text);
	/* Nothing more can be waited for: a FIN answers what is unsent too. */
	loop_defer_cancel(c->loop, tell_ended, c);
	tell_ended(c);
}

static const struct wire_ops wire_ops = { on_connected, on_bytes, on_flushed, on_ended };

/* --- life ------------------------------------------------------------------ */

static struct channel *channel_new(struct loop *l, const struct channel_ops *ops, void *arg)
{
	struct channel *c = mem_zalloc(sizeof *c);

	c->loop = l;
	c->ops = ops;
	c->arg = arg;
	return c;
}

struct channel *channel_accept(struct loop *l, int fd, const struct channel_ops *ops,
                               void *arg)
{
	struct channel *c = channel_new(l, ops, arg);

	c->wire = wire_new(l, fd, &wire_ops, c);
	return c;
}

struct channel *channel_dial(struct loop *l, const struct address *to,
                             const struct channel_ops *ops, void *arg)
{
	return channel_dial_from(l, NULL, to, ops, arg);
}

struct channel *channel_dial_from(struct loop *l, const struct address *from,
                                  const struct address *to, const struct channel_ops *ops,
                                  void *arg)
{
	struct channel *c = channel_new(l, ops, arg);

	c->to = *to;
	c->wire = wire_dial_from(l, from, to, &wire_ops, c);
	if (c->wire == NULL)
		decide(c, CAUSE_CONNECT_FAILED, strerror(errno));
	return c;
}

void channel_free(struct channel **cp)
{
	struct channel *c = *cp;

	if (c == NULL)
		return;
	*cp = NULL;
	loop_defer_cancel(c->loop, tell_ended, c);
	loop_defer_cancel(c->loop, encrypt, c);
	loop_defer_cancel(c->loop, resume, c);
	wire_free(&c->wire);
	tls_session_free(&c->tls);
	buf_free(&c->out);
	buf_free(&c->held);
	if (c->in_callback)
		c->freed = true;
	else
		free(c);
}

/* --- what its owner asks for ------------------------------------------------ */

void channel_write(struct channel *c, struct view plain)
{
	if (c->finish || plain.n == 0)
		return;
	switch (c->state) {
	case CLEAR:
		wire_write(c->wire, plain);
		break;
	case SECURE:
		loop_defer(c->loop, encrypt, c);
		/* fall through */
	case SHAKING:
		buf_putv(&c->out, plain);
		break;
	case DYING:
	case ENDED:
		break;
	}
}

void channel_finish(struct channel *c)
{
	if (c->finish)
		return;
	c->finish = true;
	switch (c->state) {
	case CLEAR:
		wire_finish(c->wire);
		break;
	case SHAKING:	/* when it is over, and what was written is sent */
		break;
	case SECURE:
		loop_defer(c->loop, encrypt, c);
		break;
	case DYING:
	case ENDED:
		break;
	}
}

void channel_pause(struct channel *c, bool pause)
{
	c->paused = pause;
	if (c->wire != NULL)
		wire_pause(c->wire, pause);
	if (!pause)
		loop_defer(c->loop, resume, c);
}

size_t channel_unsent(const struct channel *c)
{
	return buf_len(&c->out) + (c->wire != NULL ? wire_unsent(c->wire) : 0);
}

bool channel_is_secure(const struct channel *c)
{
	return c->secure;
}

struct tls_session *channel_tls(struct channel *c)
{
	return c->tls;
}

void channel_peer(const struct channel *c, struct address *out)
{
	if (c->wire != NULL)
		wire_peer(c->wire, out);
	else
		*out = c->to;
}
