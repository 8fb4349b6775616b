#include "admin/control.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "admin/control_socket.h"
#include "lib/listener.h"
#include "lib/log.h"
#include "lib/mem.h"
#include "lib/wire.h"

struct ear { /* zeroed: none */
	char *path;
	struct listener *listener;
	struct stat made;
};

struct control {
	struct loop *loop;
	control_ask *ask;
	void *arg;
	struct ear now, next; /* next: opened, not settled */
	bool opening;         /* control_open() is neither settled nor undone */
	bool same;            /* and is about the path that `now` has */
	struct client *clients;
	size_t n;
};

struct client {
	struct client *next, **at;
	struct control *control;
	struct wire *wire;
	struct buf in;
	struct reply reply;
	bool answering;      /* rows are still to be made */
	bool leaving;        /* it asks no more: closed when all is sent */
	struct timer *slice; /* the next rows */
	struct timer *idle;
};

/* --- a client ------------------------------------------------------------------ */

static void client_free(struct client *c)
{
	*c->at = c->next;
	if (c->next != NULL)
		c->next->at = c->at;
	c->control->n--;
	wire_free(&c->wire);
	buf_free(&c->in);
	reply_free(&c->reply);
	timer_free(&c->slice);
	timer_free(&c->idle);
	free(c);
}

static void is_alive(struct client *c)
{
	timer_set(c->idle, loop_now(c->control->loop) + CONTROL_IDLE_MS);
}

static void on_idle(void *arg)
{
	client_free(arg);
}

static void write_out(struct client *c)
{
	wire_write(c->wire, buf_view(&c->reply.out));
	buf_free(&c->reply.out);
}

/* One slice a turn: who asks for a hundred thousand rows does not keep the
 * messages waiting. */
static void make_rows(struct client *c)
{
	c->answering = reply_more(&c->reply);
	write_out(c);
	if (c->answering && c->reply.waiting)
		timer_clear(c->slice);
	else if (c->answering)
		timer_set(c->slice, loop_now(c->control->loop));
	else
		reply_free(&c->reply);
}

/* --- requests ------------------------------------------------------------------- */

static size_t split(struct view line, struct view *word)
{
	struct view one, rest = line;
	size_t n = 0;

	while (rest.n != 0) {
		(void)view_cut(rest, ' ', &one, &rest);
		if (one.n == 0)
			continue;
		if (n == CONTROL_WORDS_MAX)
			return n + 1;
		word[n++] = one;
	}
	return n;
}

static struct view view_of_json(const json_t *s)
{
	return (struct view){ json_string_value(s), json_string_length(s) };
}

/* `words` has to outlive the views.  False: it is no such object. */
static bool read_json(const json_t *request, struct view *word, size_t *n)
{
	const json_t *command = json_object_get(request, "command"), *one;
	const json_t *arguments = json_object_get(request, "arguments");
	size_t i;

	if (!json_is_string(command) || (arguments != NULL && !json_is_array(arguments)))
		return false;
	*n = split(view_of_json(command), word);
	json_array_foreach(arguments, i, one)
	{
		if (!json_is_string(one))
			return false;
		if (*n < CONTROL_WORDS_MAX)
			word[*n] = view_of_json(one);
		(*n)++;
	}
	return true;
}

static void ask(struct client *c, struct view line)
{
	struct view word[CONTROL_WORDS_MAX];
	json_t *request = NULL;
	size_t n = 0;
	bool ok = true;

	line = view_trim(line);
	if (line.n != 0 && line.p[0] == '{') {
		request = json_loadb(line.p, line.n, JSON_REJECT_DUPLICATES, NULL);
		ok = request != NULL && read_json(request, word, &n);
	} else {
		n = split(line, word);
	}
	if (!ok)
		reply_fault(&c->reply, "the request is no JSON object with a command and, "
		                       "perhaps, arguments");
	else if (n > CONTROL_WORDS_MAX)
		reply_fault(&c->reply, "too many words");
	else
		c->control->ask(c->control->arg, word, n, &c->reply);
	json_decref(request);
	make_rows(c);
}

static bool is_behind(const struct client *c)
{
	return wire_unsent(c->wire) > CONTROL_UNSENT_MAX;
}

/* Requests one behind the other; nothing is read while one is being answered, or
 * while the answers are not. */
static void serve(struct client *c)
{
	struct view line, rest;
	bool done;

	while (!c->answering && !is_behind(c) &&
	       view_cut(buf_view(&c->in), '\n', &line, &rest) && line.n <= CONTROL_LINE_MAX) {
		ask(c, line);
		buf_drop(&c->in, line.n + 1);
	}
	done = !c->answering && !is_behind(c);
	if (done && buf_len(&c->in) > CONTROL_LINE_MAX) {
		reply_fault(&c->reply, "a line longer than %d bytes", CONTROL_LINE_MAX);
		make_rows(c);
		buf_free(&c->in);
		c->leaving = true;
	}
	wire_pause(c->wire, !done || c->leaving);
	if (c->leaving && done && wire_unsent(c->wire) == 0)
		client_free(c);
}

static void on_slice(void *arg)
{
	struct client *c = arg;

	/* A slow reader: on_flushed() goes on. */
	if (is_behind(c))
		return;
	make_rows(c);
	if (!c->answering)
		serve(c);
}

static void on_bytes(void *arg, struct view bytes)
{
	struct client *c = arg;

	is_alive(c);
	buf_putv(&c->in, bytes);
	serve(c);
}

static void on_flushed(void *arg)
{
	struct client *c = arg;

	is_alive(c);
	if (c->answering && !c->reply.waiting)
		timer_set(c->slice, loop_now(c->control->loop));
	else
		serve(c);
}

/* Something has happened that was waited for. */
static void on_wake(void *arg)
{
	struct client *c = arg;

	is_alive(c);
	timer_set(c->slice, loop_now(c->control->loop));
}

static void on_ended(void *arg, enum wire_end how)
{
	struct client *c = arg;

	/* A FIN may only mean that it has asked everything. */
	c->leaving = true;
	if (how == WIRE_PEER_CLOSED)
		serve(c);
	else
		client_free(c);
}

static const struct wire_ops wire_ops = {
	.bytes = on_bytes,
	.flushed = on_flushed,
	.ended = on_ended,
};

static void on_accept(void *arg, int fd, const struct address *from)
{
	struct control *control = arg;
	struct client *c;

	(void)from;
	if (control->n == CONTROL_CLIENTS_MAX) {
		log_event(LOG_WARN, "control-refused", LOG_N("clients", control->n));
		close(fd);
		return;
	}
	c = mem_zalloc(sizeof *c);
	c->control = control;
	c->at = &control->clients;
	c->next = control->clients;
	if (c->next != NULL)
		c->next->at = &c->next;
	control->clients = c;
	control->n++;
	c->wire = wire_new(control->loop, fd, &wire_ops, c);
	c->slice = timer_new(control->loop, on_slice, c);
	c->idle = timer_new(control->loop, on_idle, c);
	c->reply.wake = on_wake;
	c->reply.wake_arg = c;
	is_alive(c);
}

/* --- the socket ------------------------------------------------------------------- */

static void ear_close(struct ear *e)
{
	listener_free(&e->listener);
	if (e->path != NULL)
		control_socket_remove(e->path, &e->made);
	free(e->path);
	e->path = NULL;
}

bool control_open(struct control *c, const char *path, struct fault *f)
{
	int fd;

	c->same = path != NULL && c->now.path != NULL && strcmp(path, c->now.path) == 0;
	if (path != NULL && !c->same) {
		fd = control_socket_open(path, &c->next.made, f);
		if (fd < 0)
			return false;
		c->next.path = mem_strdup(path);
		c->next.listener = listener_take(c->loop, fd, on_accept, c);
	}
	c->opening = true;
	return true;
}

void control_settle(struct control *c)
{
	if (c->opening && !c->same) {
		ear_close(&c->now);
		c->now = c->next;
		c->next = (struct ear){ .path = NULL };
	}
	c->opening = false;
}

void control_undo(struct control *c)
{
	ear_close(&c->next);
	c->opening = false;
}

/* --- life --------------------------------------------------------------------------- */

struct control *control_new(struct loop *l, control_ask *fn, void *arg)
{
	struct control *c = mem_zalloc(sizeof *c);

	c->loop = l;
	c->ask = fn;
	c->arg = arg;
	return c;
}

void control_free(struct control **cp)
{
	struct control *c = *cp;

	*cp = NULL;
	if (c == NULL)
		return;
	ear_close(&c->next);
	ear_close(&c->now);
	while (c->clients != NULL)
		client_free(c->clients);
	free(c);
}
