#include "edge/link.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "edge/link_private.h"
#include "lib/log.h"
#include "lib/mem.h"

/* --- listening ------------------------------------------------------------- */

static struct link_room room_for(const struct link *l, const struct address *from)
{
	struct link_room r = { .all = ids_count(l->conns), .max = l->settings->link.connections };
	char text[ADDRESS_MAX];
	const char *holder = address_holder(from, text);
	size_t pos = 0;
	uint64_t id;
	void *value;

	while (ids_next(l->conns, &pos, &id, &value)) {
		const struct link_conn *c = value;

		if (c->session != NULL)
			continue;
		r.waiting++;
		r.of_address += strcmp(c->holder, holder) == 0;
	}
	return r;
}

static void on_accept(void *arg, int fd, const struct address *from)
{
	struct link *l = arg;
	const struct link_room room = room_for(l, from);
	char text[ADDRESS_MAX];

	if (!link_has_room(&room)) {
		log_event(LOG_WARN, "link-refused",
		          LOG_S("peer", address_print(from, text)),
		          LOG_S("cause", cause_label(
		                  CAUSE_TOO_MANY_CONNECTIONS)));
		close(fd);
		return;
	}
	link_conn_accept(l, fd, from);
}

struct ears {			/* listeners and what they were asked for */
	struct listener **listener;
	struct address *at;
	size_t n;
};

static void close_ears(struct ears *e)
{
	for (size_t i = 0; i < e->n; i++)
		listener_free(&e->listener[i]);
	free(e->listener);
	free(e->at);
	*e = (struct ears){ NULL, NULL, 0 };
}

/* One of `old` that listens there already moves over. */
static struct listener *move_ear(struct ears *old, const struct address *at)
{
	struct listener *found;

	for (size_t i = 0; i < old->n; i++)
		if (old->listener[i] != NULL && address_same(&old->at[i], at)) {
			found = old->listener[i];
			old->listener[i] = NULL;
			return found;
		}
	return NULL;
}

/* On a failure nothing is open, what was moved included: *old then holds all
 * it had before. */
static bool open_ears(struct link *l, const struct edge_settings *s,
                      struct ears *old, struct ears *out, struct fault *f)
{
	struct listener **before = mem_array(old->n, sizeof *before);
	bool ok = true;

	if (old->n != 0)
		memcpy(before, old->listener, old->n * sizeof *before);
	*out = (struct ears){ mem_array(s->link.n_listen, sizeof *out->listener),
		              mem_array(s->link.n_listen, sizeof *out->at),
		              s->link.n_listen };
	for (size_t i = 0; i < out->n; i++) {
		out->at[i] = s->link.listen[i];
		out->listener[i] = move_ear(old, &out->at[i]);
	}
	for (size_t i = 0; ok && i < out->n; i++) {
		if (out->listener[i] != NULL)
			continue;
		out->listener[i] = listener_new(l->loop, &out->at[i], on_accept, l, f);
		ok = out->listener[i] != NULL;
		if (!ok)
			edge_settings_blame(s, &out->at[i], f);
	}
	if (!ok) {
		for (size_t i = 0; i < old->n; i++)
			if (old->listener[i] == NULL)
				old->listener[i] = before[i];
		for (size_t i = 0; i < out->n; i++)
			for (size_t j = 0; j < old->n; j++)
				if (out->listener[i] == old->listener[j])
					out->listener[i] = NULL;
		close_ears(out);
	}
	free(before);
	return ok;
}

bool link_reload(struct link *l, const struct edge_settings *s, struct fault *f)
{
	struct ears old = { l->listener, l->listening, l->n_listener }, new;

	if (!open_ears(l, s, &old, &new, f))
		return false;
	close_ears(&old);
	l->listener = new.listener;
	l->listening = new.at;
	l->n_listener = new.n;
	l->settings = s;
	return true;
}

static void stop_listening(struct link *l)
{
	struct ears e = { l->listener, l->listening, l->n_listener };

	close_ears(&e);
	l->listener = NULL;
	l->listening = NULL;
	l->n_listener = 0;
}

/* --- life ------------------------------------------------------------------ */

struct link *link_new(struct loop *loop, const struct edge_settings *s,
                      const struct link_ops *ops, void *arg, struct fault *f)
{
	struct link *l = mem_zalloc(sizeof *l);

	l->loop = loop;
	l->ops = *ops;
	l->arg = arg;
	l->conns = ids_new();
	l->sessions = ids_new();
	if (!link_reload(l, s, f))
		link_free(&l);
	return l;
}

void link_free(struct link **lp)
{
	struct link *l = *lp;
	uint64_t id;
	size_t pos;
	void *value;

	if (l == NULL)
		return;
	stop_listening(l);
	for (pos = 0; ids_next(l->sessions, &pos, &id, &value);)
		session_free(value);
	for (pos = 0; ids_next(l->conns, &pos, &id, &value);)
		link_conn_free(value);
	ids_free(&l->sessions);
	ids_free(&l->conns);
	free(l);
	*lp = NULL;
}

/* A session that is ended calls the owner, who may reach others: so each walk
 * ends one only. */
static struct link_session *any_waiting(const struct link *l)
{
	size_t pos = 0;
	uint64_t id;
	void *value;

	while (ids_next(l->sessions, &pos, &id, &value))
		if (((struct link_session *)value)->on == NULL)
			return value;
	return NULL;
}

void link_drain(struct link *l)
{
	struct link_session *s;
	size_t pos = 0;
	uint64_t id;
	void *value;

	l->draining = true;
	stop_listening(l);
	while ((s = any_waiting(l)) != NULL)
		session_end(s, "this edge is stopping");
	while (ids_next(l->conns, &pos, &id, &value))
		link_conn_close(value);
}

/* --- what the edge asks for ------------------------------------------------ */

void link_reply(struct link *l, uint64_t session, const struct element *e)
{
	struct link_session *s = ids_get(l->sessions, session);

	if (s == NULL)
		return;
	if (sm_is_full(s->sm))
		session_overrun(s);
	else
		session_send(s, e, TAG_ANSWER);
}

void link_handed(struct link *l, uint64_t session, const struct element *stanza)
{
	struct link_session *s = ids_get(l->sessions, session);

	if (s != NULL)
		session_send_handed(s, stanza);
}

bool link_local(const struct link *l, size_t i, struct address *out)
{
	if (i >= l->n_listener)
		return false;
	listener_local(l->listener[i], out);
	return true;
}

size_t link_count(const struct link *l)
{
	return ids_count(l->sessions);
}
