#include "cast/front_end.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "cast/mute.h"
#include "cast/sip_agent.h"
#include "lib/listener.h"
#include "lib/mem.h"
#include "lib/text.h"

#define DATAGRAM_MOST 65536

struct front_end {
	struct role *role;
	char host[600];
	int udp; /* -1: none */
	struct watch *watch;
	struct listener *tcp, *tls;
	struct line *out[3]; /* that it has opened, by transport */
};

static const struct {
	const char *word, *port; /* of the profile */
	unsigned number;
} transports[] = {
	[SIP_UDP] = { "udp", "sip-udp", 5060 },
	[SIP_TCP] = { "tcp", "sip-tcp", 5060 },
	[SIP_TLS] = { "tls", "sip-tls", 5061 },
};

/* --- who -------------------------------------------------------------------------------- */

bool role_is_sip(const struct role *r)
{
	return r->kind == ACTOR_FRONT_END || r->kind == ACTOR_SIP_UA ||
	       (r->kind == ACTOR_INSIDE_USER && r->stage->settings->sut->inside == INSIDE_SIP);
}

static const char *domain_of(const struct role *r)
{
	return *role_domain(r) != '\0' ? role_domain(r) : role_domain(r->stage->sut);
}

struct role *front_end_for(const struct role *r)
{
	struct stage *s = r->stage;
	struct role *first = NULL;

	if (r->kind == ACTOR_FRONT_END)
		return &s->role[r->index];
	if (r->actor != NULL && r->actor->behind.text != NULL)
		return stage_role(s, r->actor->behind.text);
	for (size_t i = s->n_role; i-- > 0;)
		if (s->role[i].kind == ACTOR_FRONT_END &&
		    role_setting(&s->role[i], "stranger", NULL) == NULL &&
		    (first == NULL || strcmp(domain_of(&s->role[i]), domain_of(r)) == 0))
			first = &s->role[i];
	return first;
}

bool front_end_is_program(const struct role *r)
{
	const struct role *fe = front_end_for(r);

	return fe != NULL && fe->actor != NULL && fe->actor->on.text != NULL;
}

struct role *front_end_trusted(const struct stage *s)
{
	for (size_t i = 0; i < s->n_role; i++)
		if (s->role[i].kind == ACTOR_FRONT_END &&
		    role_setting(&s->role[i], "stranger", NULL) == NULL)
			return &s->role[i];
	return NULL;
}

/* --- names and transports --------------------------------------------------------------- */

const char *front_end_host(const struct role *r)
{
	return r->front == NULL ? r->name : r->front->host;
}

unsigned front_end_port(enum sip_transport t)
{
	return transports[t].number;
}

const char *front_end_word(enum sip_transport t)
{
	return transports[t].word;
}

static bool read_transport(const struct role *r, enum sip_transport *out)
{
	const char *word = role_setting(r, "over", NULL);

	for (int t = SIP_UDP; t <= SIP_TLS && word != NULL; t++)
		if (strcmp(word, transports[t].word) == 0) {
			*out = (enum sip_transport)t;
			return true;
		}
	return false;
}

/* A hidden one takes after the first of its users that says something. */
static bool of_users(const struct role *fe, enum sip_transport *out)
{
	const struct stage *s = fe->stage;

	for (size_t i = 0; fe->actor == NULL && i < s->n_role; i++)
		if (s->role[i].kind == ACTOR_SIP_UA && read_transport(&s->role[i], out))
			return true;
	return false;
}

enum sip_transport front_end_transport(const struct role *r)
{
	const struct role *fe = front_end_for(r);
	bool program = front_end_is_program(r);
	enum sip_transport t = program && r == fe ? SIP_TLS : SIP_TCP;

	if (program)
		read_transport(r, &t);
	else if (!read_transport(r, &t) && fe != NULL && !read_transport(fe, &t))
		of_users(fe, &t);
	return t;
}

enum sip_transport front_end_transport_of(const struct line *l)
{
	return conn_is_datagrams(l->conn)      ? SIP_UDP
	       : conn_session(l->conn) != NULL ? SIP_TLS
	                                       : SIP_TCP;
}

/* --- what comes ----------------------------------------------------------------------------- */

static bool is_same_peer(const struct line *l, const struct address *peer)
{
	struct address its;

	conn_peer(l->conn, &its);
	return address_same(&its, peer);
}

static struct line *datagram_line(struct front_end *f, const struct address *peer)
{
	for (struct line *l = f->role->stage->lines; l != NULL; l = l->next)
		if (l->role == f->role && l->conn != NULL && conn_is_datagrams(l->conn) &&
		    is_same_peer(l, peer))
			return l;
	return line_datagrams(f->role, f->udp, peer, &sip_manner);
}

static void on_datagrams(void *arg)
{
	static char bytes[DATAGRAM_MOST];
	struct front_end *f = arg;
	struct address from;
	ssize_t n;

	for (;;) {
		from.len = sizeof from.ss;
		n = recvfrom(f->udp, bytes, sizeof bytes, MSG_DONTWAIT,
		             (struct sockaddr *)&from.ss, &from.len);
		if (n < 0)
			return;
		conn_take_datagram(datagram_line(f, &from)->conn,
		                   (struct view){ bytes, (size_t)n });
	}
}

static void on_accept(void *arg, int fd, const struct address *from)
{
	struct front_end *f = arg;
	struct line *l = line_accept(f->role, fd, from, &sip_manner);

	line_speaks_sip(l);
	f->role->arrivals++;
}

static void on_accept_tls(void *arg, int fd, const struct address *from)
{
	struct front_end *fe = arg;
	struct fault f = { 0 };

	on_accept(fe, fd, from);
	/* the newest line is the one that was just made */
	if (!line_secure(fe->role->stage->lines, true, NULL, NULL, &f))
		stage_fault(fe->role->stage, &f);
}

/* --- set up ------------------------------------------------------------------------------- */

static bool dns_is(const struct role *r, const char *word)
{
	return strcmp(role_setting(r, "dns", "a"), word) == 0;
}

/* It is found by its name and port. */
static bool is_by_name(const struct role *r)
{
	return dns_is(r, "a") || dns_is(r, "aaaa-silent");
}

static void record(const struct role *r, const char *label, const char *type, const char *fmt,
                   ...) __attribute__((format(printf, 4, 5)));

static void record(const struct role *r, const char *label, const char *type, const char *fmt,
                   ...)
{
	struct buf owner = { 0 }, data = { 0 };
	va_list ap;

	va_start(ap, fmt);
	buf_vprintf(&data, fmt, ap);
	va_end(ap);
	buf_printf(&owner, "%s%s%s", label, *label != '\0' ? "." : "", domain_of(r));
	world_dns_record(r->stage->world, buf_cstr(&owner), type, buf_cstr(&data));
	buf_free(&owner);
	buf_free(&data);
}

/* RFC 3263 4: the service of each transport. */
static const struct {
	const char *srv, *naptr;
} services[] = { [SIP_UDP] = { "_sip._udp", "SIP+D2U" },
	         [SIP_TCP] = { "_sip._tcp", "SIP+D2T" },
	         [SIP_TLS] = { "_sips._tcp", "SIPS+D2T" } };

static bool put_names(struct role *r, struct fault *f)
{
	enum sip_transport t = front_end_transport(r);
	const char *srv = services[t].srv, *domain = domain_of(r);
	struct address dead;
	char text[ADDRESS_MAX];

	record(r, r->name, "A", "%s", address_print_host(&r->address, text));
	if (dns_is(r, "aaaa-silent"))
		record(r, r->name, "AAAA", "::1");
	if (is_by_name(r))
		return true;
	/* in the order of the cast */
	record(r, srv, "SRV", "%u 0 %u %s.%s.", 10 * ((unsigned)r->index + 1),
	       transports[t].number, r->name, domain);
	if (dns_is(r, "naptr"))
		record(r, "", "NAPTR", "10 10 \"s\" \"%s\" \"\" %s.%s.", services[t].naptr, srv,
		       domain);
	if (!dns_is(r, "dead-first"))
		return true;
	if (!world_address(r->stage->world, "nobody", &dead, f))
		return false;
	record(r, "dead", "A", "%s", address_print_host(&dead, text));
	record(r, srv, "SRV", "5 0 %u dead.%s.", transports[t].number, domain);
	return true;
}

/* RFC 5922 7.3: what was looked up is what is named. */
const char *front_end_name(const struct role *r)
{
	return is_by_name(r) ? front_end_host(r) : domain_of(r);
}

void front_end_uri(const struct role *r, struct buf *out)
{
	enum sip_transport t = front_end_transport(r);

	if (is_by_name(r))
		buf_printf(out, "sip:%s:%u;transport=%s", front_end_host(r),
		           transports[t].number, transports[t].word);
	else if (dns_is(r, "naptr"))
		buf_printf(out, "sip:%s", domain_of(r));
	else
		buf_printf(out, "sip:%s;transport=%s", domain_of(r), transports[t].word);
}

bool front_end_prepare(struct role *r, struct fault *f)
{
	struct front_end *fe = mem_zalloc(sizeof *fe);
	struct world *w = r->stage->world;
	const char *form = role_setting(r, "certificate", "valid");

	fe->role = r;
	fe->udp = -1;
	r->front = fe;
	snprintf(fe->host, sizeof fe->host, "%s.%s", r->name, domain_of(r));
	if (!world_address(w, r->name, &r->address, f))
		return false;
	/* a program gets its certificate with its configuration */
	r->has_certificate = strcmp(form, "none") != 0 && !front_end_is_program(r);
	if (r->has_certificate && !world_certificate(w, front_end_name(r), form, &r->certificate, f))
		return false;
	return put_names(r, f);
}

static bool bind_udp(struct front_end *fe, const struct address *at, struct fault *f)
{
	fe->udp = socket(at->ss.ss_family, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	if (fe->udp < 0 || bind(fe->udp, (const struct sockaddr *)&at->ss, at->len) != 0)
		return fault_set(f, NULL, 0, 0, "%s cannot have its UDP port: %s",
		                 fe->role->name, strerror(errno));
	fe->watch = watch_new(fe->role->stage->loop, fe->udp, on_datagrams, fe);
	return true;
}

static void forget_datagrams(const struct front_end *fe)
{
	char byte;

	while (recv(fe->udp, &byte, 1, MSG_DONTWAIT) >= 0)
		;
}

/* Its address of IPv6 answers no call. */
static bool falls_silent(struct role *r, struct fault *f)
{
	struct address six;

	if (!address_parse(VIEW("[::1]:0"), &six))
		return false;
	address_set_port(&six, transports[front_end_transport(r)].number);
	r->mute = mute_new(&six, f);
	return r->mute != NULL;
}

bool front_end_listen(struct role *r, struct fault *f)
{
	struct front_end *fe = r->front;
	struct address at = r->address;

	if (dns_is(r, "aaaa-silent") && !falls_silent(r, f))
		return false;
	address_set_port(&at, transports[SIP_UDP].number);
	/* It was there before: what came meanwhile came to nobody. */
	if (fe->udp >= 0) {
		forget_datagrams(fe);
		fe->watch = watch_new(r->stage->loop, fe->udp, on_datagrams, fe);
	} else if (!bind_udp(fe, &at, f)) {
		return false;
	}
	fe->tcp = listener_new(r->stage->loop, &at, on_accept, fe, f);
	address_set_port(&at, transports[SIP_TLS].number);
	if (fe->tcp != NULL && r->has_certificate)
		fe->tls = listener_new(r->stage->loop, &at, on_accept_tls, fe, f);
	return fe->tcp != NULL && (fe->tls != NULL || !r->has_certificate);
}

void front_end_stop_listening(struct role *r)
{
	if (r->front == NULL)
		return;
	watch_free(&r->front->watch);
	listener_free(&r->front->tcp);
	listener_free(&r->front->tls);
}

void front_end_free(struct front_end **fp)
{
	if (*fp == NULL)
		return;
	front_end_stop_listening((*fp)->role);
	if ((*fp)->udp >= 0)
		close((*fp)->udp);
	free(*fp);
	*fp = NULL;
}

/* --- lines to the system under test ---------------------------------------------------------- */

static bool target(const struct role *r, enum sip_transport t, struct address *out)
{
	const struct role *to = front_end_is_program(r) ? front_end_for(r) : r->stage->sut;
	const struct role *fe = front_end_for(r);
	uint64_t said;
	unsigned port;

	if (to == NULL || to->instance == NULL)
		return false;
	port = instance_port(to->instance, transports[t].port);
	if (port == 0)
		return false;
	if (to == r->stage->sut && fe != NULL &&
	    text_u64(view_of(role_setting(fe, "to-port", "")), 1, 65535, &said))
		port = (unsigned)said;
	instance_address(to->instance, out);
	address_set_port(out, port);
	return true;
}

struct line *front_end_open_line(const struct role *r)
{
	struct role *fe = front_end_for(r);
	enum sip_transport t = front_end_transport(r);
	struct address to;
	struct line *l;

	if (fe == NULL)
		return NULL;
	l = front_end_is_program(r) ? r->line : fe->front->out[t];
	if (l != NULL && !line_is_over(l))
		return l;
	if (t == SIP_UDP && !front_end_is_program(r) && target(r, t, &to))
		return fe->front->out[t] = datagram_line(fe->front, &to);
	return NULL;
}

static struct line *dial(struct act *a, struct role *r, enum sip_transport t)
{
	struct role *fe = front_end_for(r);
	bool program = front_end_is_program(r);
	struct address to;
	struct line *l;

	if (fe == NULL || (program && (t == SIP_UDP || r == fe)) || !target(r, t, &to)) {
		act_fail(a, "%s has no way to the %s over %s", r->name,
		         program ? "front end" : "system under test", transports[t].word);
		return NULL;
	}
	l = line_dial(program ? r : fe, &to, &sip_manner);
	if (l == NULL)
		return NULL;
	line_speaks_sip(l);
	r->line = l;
	if (!program)
		fe->line = fe->front->out[t] = l;
	return line_wait_connected(a, l) ? l : NULL;
}

bool front_end_target(const struct role *fe, struct address *out)
{
	return target(fe, front_end_transport(fe), out);
}

struct line *front_end_connect(struct act *a, struct role *r)
{
	return dial(a, r, front_end_transport(r));
}

struct line *front_end_line(struct act *a, struct role *r)
{
	enum sip_transport t = front_end_transport(r);
	struct line *l = front_end_open_line(r);
	struct fault f = { 0 };

	if (l == NULL)
		l = dial(a, r, t);
	else if (t != SIP_UDP && !line_wait_connected(a, l)) /* that another user dialled */
		return NULL;
	/* One that `connects` has made is there without TLS. */
	if (l != NULL && t == SIP_TLS && conn_session(l->conn) == NULL &&
	    !line_secure(l, false,
	                 front_end_is_program(r) ? front_end_host(front_end_for(r))
	                                         : role_domain(a->stage->sut),
	                 NULL, &f)) {
		act_fail(a, "%s", f.text);
		fault_free(&f);
		return NULL;
	}
	if (l == NULL || (t == SIP_TLS && !line_is_secure(l) && !line_wait_secure(a, l)))
		return NULL;
	r->line = l;
	if (!front_end_is_program(r))
		front_end_for(r)->line = l;
	return l;
}
