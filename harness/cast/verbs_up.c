/* verbs_up.c - `stays up for a person`: the lab of `fedlab up`.
 *
 * A shell inside the world; /run/fedlab.sock, which only this world has, takes
 * "WHO TO TEXT" from `fedlab say` and answers when the message has arrived, or
 * has come back, or after a while.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "cast/hire.h"
#include "cast/inside.h"
#include "cast/sip_agent.h"
#include "cast/sip_write.h"
#include "cast/units.h"
#include "cast/up.h"
#include "cast/verbs.h"
#include "lib/mem.h"
#include "scenario/meaning.h"
#include "scenario/sip_text.h"
#include "scenario/unit.h"

enum { ANSWER_MS = 10000 };

struct said {			/* a message whose fate is not known yet */
	struct said *next;
	int fd;			/* who waits for it */
	char id[32];
	const struct sent *sip;	/* in SIP: its final response is what is waited for */
	char *text;
	uint64_t due;
};

struct up {
	struct stage *stage;
	int listener;
	struct watch *watch;
	struct child *shell;
	struct said *said;
};

static void answer(struct said *s, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

static void answer(struct said *s, const char *fmt, ...)
{
	struct buf b = { 0 };
	va_list ap;

	va_start(ap, fmt);
	buf_vprintf(&b, fmt, ap);
	va_end(ap);
	/* Who asked may have gone away. */
	(void)!send(s->fd, buf_cstr(&b), buf_len(&b), MSG_NOSIGNAL);
	close(s->fd);
	s->fd = -1;
	buf_free(&b);
}

/* --- what is said -------------------------------------------------------------------------- */

static bool cut_word(struct view *rest, struct view *word)
{
	return view_cut(*rest, ' ', word, rest) && word->n > 0;
}

static bool is_user(const struct role *r)
{
	return r->kind == ACTOR_INSIDE_USER || r->kind == ACTOR_XMPP_USER ||
	       r->kind == ACTOR_SIP_UA;
}

static void users(const struct stage *s, struct buf *out)
{
	for (size_t i = 0; i < s->n_role; i++)
		if (s->role[i].actor != NULL && is_user(&s->role[i]))
			buf_printf(out, "%s%s", buf_len(out) != 0 ? ", " : "", s->role[i].name);
}

/* Outside of a script nothing can wait for a connection. */
static void say_in_sip(struct role *r, struct said *s, const char *text, const char *to)
{
	struct act a = { .stage = r->stage, .role = r };
	const struct line *l = front_end_open_line(r);
	bool ready = l != NULL && l->connected &&
	             (front_end_transport(r) != SIP_TLS || line_is_secure(l));

	if (ready)
		s->sip = agent_say(&a, NULL, FOR_USER, text, to, NULL);
	if (s->sip == NULL)
		answer(s, "1 %s is not online", r->name);
	buf_free(&a.reason);
}

static void say(struct up *u, struct said *s, struct view request)
{
	struct buf who_can = { 0 };
	struct view who, to, text = request;
	struct buf xml = { 0 }, jid = { 0 };
	char *name = NULL, *target = NULL, *body = NULL;
	struct role *r;

	if (!cut_word(&text, &who) || !cut_word(&text, &to) || text.n == 0) {
		answer(s, "1 say WHO TO TEXT");
		return;
	}
	name = view_dup(who);
	target = view_dup(to);
	body = view_dup(text);
	r = stage_role(u->stage, name);
	if (r == NULL || !is_user(r)) {
		users(u->stage, &who_can);
		answer(s, "1 %s is no user here; these are: %s", name, buf_cstr(&who_can));
		goto out;
	}
	s->text = view_dup(text);
	if (role_is_sip(r)) {
		say_in_sip(r, s, body, target);
		goto out;
	}
	stage_fresh(u->stage, "id", s->id, sizeof s->id);
	buf_printf(&xml, "<message from='%s' to='", inside_jid(r, &jid));
	xml_put(&xml, target);
	buf_printf(&xml, "' id='%s' type='chat'><body>", s->id);
	xml_put(&xml, body);
	buf_puts(&xml, "</body></message>");
	if (!inside_send(r, NULL, buf_view(&xml)))
		answer(s, "1 %s is not online", name);
out:
	free(name);
	free(target);
	free(body);
	buf_free(&xml);
	buf_free(&jid);
	buf_free(&who_can);
}

static void hear_request(void *arg)
{
	struct up *u = arg;
	char request[4096];
	int fd = accept4(u->listener, NULL, NULL, SOCK_CLOEXEC);
	ssize_t n = fd < 0 ? -1 : recv(fd, request, sizeof request, 0);
	struct said *s;

	if (n <= 0) {
		if (fd >= 0)
			close(fd);
		return;
	}
	s = mem_zalloc(sizeof *s);
	s->fd = fd;
	s->due = loop_now(u->stage->loop) + ANSWER_MS;
	s->next = u->said;
	u->said = s;
	say(u, s, (struct view){ request, (size_t)n });
	stage_wake(u->stage);
}

/* --- what arrives -------------------------------------------------------------------------- */

static struct got *next_got(const struct up *u, struct role **whose)
{
	for (size_t i = 0; i < u->stage->n_role; i++)
		if (u->stage->role[i].units.first != NULL) {
			*whose = &u->stage->role[i];
			return (*whose)->units.first;
		}
	return NULL;
}

static xmlNode *child_of(const struct got *g, const char *name)
{
	xmlNode *n = g->parsed == NULL || g->parsed->element == NULL
	                     ? NULL
	                     : xml_element(g->parsed->element->children);

	while (n != NULL && strcmp((const char *)n->name, name) != 0)
		n = xml_element(n->next);
	return n;
}

static void put_content(struct buf *b, xmlNode *n)
{
	xmlChar *text = xmlNodeGetContent(n);

	buf_puts(b, text != NULL ? (const char *)text : "");
	xmlFree(text);
}

/* "the domain is not an allowed partner (not-allowed, partner-unknown)" */
static void put_error(struct buf *b, xmlNode *error)
{
	const char *before = " (";

	for (xmlNode *n = xml_element(error->children); n != NULL; n = xml_element(n->next))
		if (strcmp((const char *)n->name, "text") == 0)
			put_content(b, n);
	for (xmlNode *n = xml_element(error->children); n != NULL; n = xml_element(n->next)) {
		if (strcmp((const char *)n->name, "text") == 0)
			continue;
		buf_puts(b, before);
		if (n->children != NULL)
			put_content(b, n);
		else
			buf_puts(b, (const char *)n->name);
		before = ", ";
	}
	if (before[0] == ',')
		buf_puts(b, ")");
}

/* Behind a gateway its id is another, and its text is what tells. */
static bool is_said(const struct said *s, const struct got *g)
{
	if (g->kind == UNIT_SIP)
		return s->text != NULL && (meaning_of(g->parsed) & MEANS_SAYS) != 0 &&
		       meaning_text_is(g->parsed, s->text);
	return strcmp(s->id, got_attribute(g, "id")) == 0 && s->id[0] != '\0';
}

static bool is_answered(const struct said *s)
{
	return s->fd >= 0 && s->sip != NULL && s->sip->final != 0;
}

/* What becomes of it who said it is told when its transaction has ended. */
static bool is_response_to(const struct said *s, const struct got *g)
{
	return s->fd >= 0 && s->sip != NULL && g->kind == UNIT_SIP &&
	       meaning_answers(g->parsed, s->sip->unit);
}

static void tell(const struct up *u, const struct role *r, const struct got *g)
{
	bool error = strcmp(got_attribute(g, "type"), "error") == 0;
	xmlNode *content = child_of(g, error ? "error" : "body");
	bool told = false;
	struct buf line = { 0 };

	for (const struct said *s = u->said; s != NULL; s = s->next)
		if (is_response_to(s, g))
			return;
	buf_printf(&line, "%s@%s", r->name, role_domain(r));
	if (g->kind == UNIT_SIP && (meaning_of(g->parsed) & MEANS_SAYS) != 0) {
		buf_puts(&line, " hears from ");
		meaning_from(g->parsed, &line);
		buf_printf(&line, ": %.*s", VIEW_ARG(unit_sip(g->parsed)->body));
	} else if (strcmp(g->local, "message") == 0 && content != NULL) {
		buf_printf(&line, " %s %s: ", error ? "has an error for" : "hears from",
		           got_attribute(g, "from"));
		if (error)
			put_error(&line, content);
		else
			put_content(&line, content);
	} else if (g->kind == UNIT_SIP) {
		buf_printf(&line, " gets %.*s", VIEW_ARG(unit_sip(g->parsed)->start));
	} else {
		buf_printf(&line, " gets %.*s", VIEW_ARG(g->text));
	}
	for (struct said *s = u->said; s != NULL; s = s->next)
		if (s->fd >= 0 && is_said(s, g)) {
			answer(s, "%c %s", error ? '1' : '0', buf_cstr(&line));
			told = true; /* by who waits for it */
		}
	if (!told) {
		fprintf(stdout, "%s\n", buf_cstr(&line));
		fflush(stdout);
	}
	buf_free(&line);
}

static bool anything(void *arg)
{
	struct up *u = arg;
	struct role *whose;

	for (const struct said *s = u->said; s != NULL; s = s->next)
		if (is_answered(s))
			return true;
	return !child_is_alive(u->shell) || next_got(u, &whose) != NULL ||
	       stage_is_broken(u->stage);
}

static uint64_t forget_said(struct up *u)
{
	uint64_t due = SCRIPT_NEVER;

	for (struct said **at = &u->said, *s; (s = *at) != NULL;) {
		if (is_answered(s))
			answer(s, "%c answered by %u %s", s->sip->final < 300 ? '0' : '1',
			       s->sip->final, sip_reason(s->sip->final));
		if (s->fd >= 0 && s->due <= loop_now(u->stage->loop))
			answer(s, "1 nothing is known of it after %d s; look at the logs",
			       ANSWER_MS / 1000);
		if (s->fd < 0) {
			*at = s->next;
			free(s->text);
			free(s);
			continue;
		}
		due = s->due < due ? s->due : due;
		at = &s->next;
	}
	return due;
}

static void serve(struct up *u)
{
	struct role *r;
	struct got *g;

	while (child_is_alive(u->shell) && !stage_is_broken(u->stage)) {
		while ((g = next_got(u, &r)) != NULL) {
			gots_remove(&r->units, g);
			tell(u, r, g);
			got_free(&g);
		}
		if (script_wait(u->stage->scripts, anything, u, forget_said(u)) == WAKE_CANCELLED)
			return;
	}
}

/* --- starting ---------------------------------------------------------------------------------- */

static bool listen_for_requests(struct up *u, struct act *a)
{
	struct sockaddr_un at = { .sun_family = AF_UNIX, .sun_path = UP_SOCKET };

	u->listener = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (u->listener < 0 || bind(u->listener, (struct sockaddr *)&at, sizeof at) != 0 ||
	    listen(u->listener, 16) != 0)
		return act_fail(a, "%s: %s", UP_SOCKET, strerror(errno));
	u->watch = watch_new(u->stage->loop, u->listener, hear_request, u);
	return true;
}

static void shell_ended(void *arg, struct child *c, int status)
{
	(void)c, (void)status;
	stage_wake(arg);
}

static void put_host(const struct instance *i)
{
	char at[ADDRESS_MAX];
	struct address host;

	instance_address(i, &host);
	fputs(address_print_host(&host, at), stdout);
}

/* Who is not online waits for a person's own program. */
static void welcome_user(const struct role *r)
{
	const struct role *fe = role_is_sip(r) ? front_end_for(r) : NULL;
	bool played = role_is_sip(r) ? front_end_open_line(r) != NULL
	                             : inside_line(r) != NULL;

	printf("  user    %s@%s  ", r->name, role_domain(r));
	if (played)
		printf("`fedlab say` speaks for %s\n", r->name);
	else if (fe != NULL && fe->instance != NULL)
		printf("yours: register at %s (udp and tcp 5060, tls 5061), no password\n",
		       front_end_host(fe));
	else
		printf("yours: password pw, client port 5222\n");
}

static void welcome_server(const struct role *r)
{
	bool fe = r->kind == ACTOR_FRONT_END;

	printf("  server  %s at ", fe ? front_end_host(r) : role_domain(r));
	put_host(r->instance);
	printf(" (%s)\n", r->actor->on.text != NULL ? r->actor->on.text : "under test");
}

static bool is_said_for(const struct role *r)
{
	return is_user(r) && inside_line(r) != NULL;
}

static void welcome_try(const struct stage *s)
{
	const struct role *first = NULL, *second = NULL;

	for (size_t i = 0; i < s->n_role; i++)
		if (is_said_for(&s->role[i])) {
			second = first == NULL ? NULL : &s->role[i];
			first = first == NULL ? &s->role[i] : first;
		}
	if (second != NULL)
		printf("\nTry   fedlab say %s %s@%s Hello\n"
		       "      fedlab say %s %s@%s Hello yourself\n",
		       first->name, second->name, role_domain(second), second->name, first->name,
		       role_domain(first));
}

static void welcome(const struct stage *s)
{
	puts("\nThis is a private internet; it ends with this shell.\n");
	for (size_t i = 0; i < s->n_role; i++)
		if (s->role[i].actor != NULL && is_user(&s->role[i]))
			welcome_user(&s->role[i]);
	for (const struct hired *h = s->hired; h != NULL; h = h->next)
		welcome_server(h->role);
	printf("  trust   %s\n", world_trust(s->world));
	welcome_try(s);
	printf("      tail %s/*.log\n\nexit, or Ctrl-D, ends the lab.\n\n", world_dir(s->world));
	fflush(stdout);
}

void act_STAYS_UP(struct act *a)
{
	const char *shell = getenv("SHELL");
	char *argv[] = { (char *)(uintptr_t)(shell != NULL ? shell : "/bin/sh"), NULL };
	struct child_settings s = { .name = "shell", .argv = argv, .terminal = true };
	struct up u = { .stage = a->stage, .listener = -1 };
	struct fault f = { 0 };

	if (!listen_for_requests(&u, a))
		goto out;
	welcome(a->stage);
	u.shell = child_start(a->stage->world, &s, shell_ended, a->stage, &f);
	if (u.shell == NULL) {
		act_fail(a, "%s", f.text);
		fault_free(&f);
		goto out;
	}
	serve(&u);
	for (struct said *at = u.said, *next; at != NULL; at = next) {
		next = at->next;
		answer(at, "1 the lab has ended");
		free(at->text);
		free(at);
	}
out:
	watch_free(&u.watch);
	if (u.listener >= 0)
		close(u.listener);
}
