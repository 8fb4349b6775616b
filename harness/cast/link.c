#include "cast/link.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include "cast/scripted.h"
#include "cast/unacked.h"
#include "lib/mem.h"
#include "lib/text.h"
#include "scenario/unit.h"

struct link {
	struct role *role;
	struct line *line;
	char *name;    /* ours */
	char *session; /* id; NULL: none that can be resumed */
	bool dialling, up, raw, resending;
	struct unacked unacked;
	uint32_t received; /* XEP-0198 4: stanzas, modulo 2^32 */
	struct handed {
		struct handed *next;
		char *id;
	} *handed;
};

/* --- who a stanza is for --------------------------------------------------------------- */

static bool is_stanza(const struct got *g)
{
	return strcmp(g->local, "message") == 0 || strcmp(g->local, "presence") == 0 ||
	       strcmp(g->local, "iq") == 0;
}

/* RFC 7622 3.2, 3.3: case is of no account, as far as ASCII goes. */
static bool is_address_of(const struct role *r, struct view jid)
{
	struct view user, domain;

	return view_cut(jid_bare(jid), '@', &user, &domain) &&
	       view_ieq(user, view_of(r->name)) && view_ieq(domain, view_of(role_domain(r)));
}

static struct role *user_for(const struct stage *s, const struct got *g)
{
	struct view to = view_of(got_attribute(g, "to"));

	for (size_t i = 0; i < s->n_role; i++)
		if (s->role[i].kind == ACTOR_INSIDE_USER && is_address_of(&s->role[i], to))
			return &s->role[i];
	return NULL;
}

/* What a step of a declared gateway may want to see of the link itself. */
static const char *session_taker(const struct got *g)
{
	static const char *const words[][2] = {
		{ "features", "features" },
		{ "accepted", "link" },
		{ "enabled", "sm" },
		{ "resumed", "sm" },
		{ "failed", "sm" },
		{ "r", "sm" },
		{ "a", "sm" },
		{ "handed", "handed" },
	};

	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
		if (strcmp(g->local, words[i][0]) == 0)
			return words[i][1];
	return NULL;
}

static bool is_asked_for(const struct role *r, const struct got *g)
{
	return r->actor != NULL && role_asks_for(r, g->line, g->local);
}

static struct fate link_fate(struct line *l, const struct got *g)
{
	struct role *gateway = l->role, *user;
	struct fate fate = { .to = gateway };
	bool hidden = gateway->actor == NULL;

	if (g->kind == UNIT_HEADER || g->kind == UNIT_SPACE) {
		fate.auto_ = g->kind == UNIT_HEADER ? "header" : "keepalive";
		return fate;
	}
	if (g->kind != UNIT_ELEMENT) {
		fate.auto_ = hidden ? "end" : NULL;
		return fate;
	}
	if (is_stanza(g)) {
		user = user_for(l->stage, g);
		fate.to = user == NULL ? gateway : user;
		fate.auto_ = common_taker(&fate.to, g);
		if (fate.auto_ == NULL && user == NULL && hidden)
			fate.auto_ = "gateway";
		return fate;
	}
	if (gateway->link->raw || is_asked_for(gateway, g))
		return fate;
	fate.auto_ = session_taker(g);
	fate.keep = gateway->link->dialling && fate.auto_ != NULL && g->local[1] != '\0';
	if (fate.auto_ == NULL && hidden)
		fate.auto_ = "end"; /* a stream error, for one */
	return fate;
}

static void note_handed(struct link *k, const struct got *g)
{
	struct handed *h = mem_zalloc(sizeof *h);

	h->id = mem_strdup(got_attribute(g, "id"));
	h->next = k->handed;
	k->handed = h;
}

/* False: it counts what was never sent. */
static bool note_count(struct link *k, const struct got *g)
{
	uint64_t h;

	return text_u64(view_of(got_attribute(g, "h")), 0, UINT32_MAX, &h) &&
	       unacked_ack(&k->unacked, (uint32_t)h);
}

static void link_react(struct line *l, const struct got *g, const struct fate *fate)
{
	struct link *k = l->role->link;

	if (is_stanza(g) && !k->raw)
		k->received++;
	if (strcmp(g->local, "handed") == 0)
		note_handed(k, g);
	if (strcmp(g->local, "a") == 0 && !k->raw)
		note_count(k, g);
	if (g->kind == UNIT_STREAM_END && (fate->auto_ != NULL || l->stage->sut_stopping)) {
		line_printf(l, "end", "<a xmlns='urn:xmpp:sm:3' h='%u'/></stream:stream>",
		            k->received);
		line_finish(l);
	}
	if (fate->auto_ == NULL)
		return;
	if (strcmp(g->local, "r") == 0)
		line_printf(l, "sm", "<a xmlns='urn:xmpp:sm:3' h='%u'/>", k->received);
	common_react(fate->to, g, fate->auto_);
}

static void link_sent(struct line *l, const struct role *as, struct view element)
{
	struct link *k = l->role->link;

	if (!k->raw && !k->resending && l == k->line && unacked_counts(element))
		unacked_put(&k->unacked, as, element);
}

static const struct manner link_manner = { link_fate, link_react, link_sent };

/* --- dialling ------------------------------------------------------------------------------- */

/* docs/link.md 2: our name is a dNSName of our certificate. */
static char *name_in(const char *pem)
{
	FILE *file = fopen(pem, "re");
	X509 *x = file == NULL ? NULL : PEM_read_X509(file, NULL, NULL, NULL);
	GENERAL_NAMES *names = x == NULL
	                               ? NULL
	                               : X509_get_ext_d2i(x, NID_subject_alt_name, NULL, NULL);
	char *name = NULL;

	for (int i = 0; i < sk_GENERAL_NAME_num(names) && name == NULL; i++) {
		const GENERAL_NAME *n = sk_GENERAL_NAME_value(names, i);

		if (n->type == GEN_DNS)
			name = view_dup((struct view){
			        (const char *)ASN1_STRING_get0_data(n->d.dNSName),
			        (size_t)ASN1_STRING_length(n->d.dNSName) });
	}
	GENERAL_NAMES_free(names);
	X509_free(x);
	if (file != NULL)
		fclose(file);
	return name;
}

static struct link *link_for(struct role *gateway)
{
	if (gateway->link == NULL) {
		gateway->link = mem_zalloc(sizeof *gateway->link);
		gateway->link->role = gateway;
	}
	return gateway->link;
}

static bool take_certificate(struct act *a, struct role *gateway)
{
	struct instance *i = a->stage->sut->instance;
	const char *pem = instance_file(i, "link-certificate");
	const char *key = instance_file(i, "link-key");

	if (gateway->has_certificate)
		return true; /* a form of its own: `certificate expired` */
	if (pem == NULL || key == NULL) {
		stage_break(a->stage, "the profile names no link-certificate and link-key");
		return act_fail(a, "no certificate for the link");
	}
	snprintf(gateway->certificate.pem, sizeof gateway->certificate.pem, "%s", pem);
	snprintf(gateway->certificate.key, sizeof gateway->certificate.key, "%s", key);
	gateway->has_certificate = true;
	return true;
}

/* TCP, and the handshake is under way. */
static bool begin_link(struct act *a, struct role *gateway)
{
	struct stage *s = a->stage;
	struct link *k = link_for(gateway);
	struct fault f = { 0 };
	struct address to;

	if (!instance_port_address(s->sut->instance, "link", &to)) {
		stage_break(s, "the profile names no port \"link\"");
		return act_fail(a, "no port for the link");
	}
	k->up = false;
	k->raw = k->dialling = true;
	k->line = line_dial(gateway, &to, &link_manner);
	gateway->line = k->line;
	if (k->line == NULL || !take_certificate(a, gateway) ||
	    !line_wait_connected(a, k->line))
		return false;
	if (!line_secure(k->line, false, role_domain(s->sut), NULL, &f)) {
		act_fail(a, "%s", f.text);
		fault_free(&f);
		return false;
	}
	return true;
}

static bool connect_link(struct act *a, struct role *gateway)
{
	return begin_link(a, gateway) && line_wait_secure(a, gateway->link->line);
}

static bool is_over(void *arg)
{
	return line_is_over(arg);
}

bool link_refused(struct act *a, struct role *gateway)
{
	bool ok = begin_link(a, gateway) && act_wait(a, is_over, gateway->link->line);

	link_for(gateway)->dialling = false;
	return ok;
}

bool link_connect(struct act *a, struct role *gateway)
{
	bool ok = connect_link(a, gateway);

	link_for(gateway)->dialling = false;
	return ok;
}

static bool open_stream(struct act *a, struct role *gateway, const char *name)
{
	struct link *k;

	if (!connect_link(a, gateway))
		return false;
	k = gateway->link;
	k->raw = false;
	if (name != NULL || k->name == NULL) {
		free(k->name);
		k->name = name != NULL ? mem_strdup(name) : name_in(gateway->certificate.pem);
	}
	if (k->name == NULL)
		return act_fail(a, "the link's certificate has no dNSName");
	if (!line_open(k->line, "header", k->name, role_domain(a->stage->sut)))
		return act_fail(a, "the connection is closed");
	return line_wait_header(a, k->line) && line_wait_features(a, k->line);
}

static void put_domain(struct buf *b, const char *domain)
{
	struct buf one = { 0 };

	buf_puts(&one, "<domain>");
	xml_put(&one, domain);
	buf_puts(&one, "</domain>");
	if (*domain != '\0' && view_find(buf_view(b), buf_view(&one)) == buf_len(b))
		buf_putv(b, buf_view(&one));
	buf_free(&one);
}

static void put_domains(struct buf *b, const struct role *gateway)
{
	const struct stage *s = gateway->stage;

	buf_puts(b, "<domains xmlns='urn:fedlab:link:1'>");
	put_domain(b,
	           *role_domain(gateway) != '\0' ? role_domain(gateway) : role_domain(s->sut));
	for (size_t i = 0; i < s->n_role; i++)
		if (s->role[i].kind == ACTOR_INSIDE_USER && gateway->actor == NULL)
			put_domain(b, role_domain(&s->role[i]));
	buf_puts(b, "</domains>");
}

static struct got *ask(struct act *a, struct link *k, const char *request,
                       const char *const *answers)
{
	if (!line_send(k->line, "link", view_of(request))) {
		act_fail(a, "the connection is closed");
		return NULL;
	}
	return line_take(a, k->line, answers);
}

static bool begin_session(struct act *a, struct link *k)
{
	static const char *const accepted[] = { "accepted", NULL };
	static const char *const enabled[] = { "enabled", NULL };
	struct buf b = { 0 };
	struct got *g;

	put_domains(&b, k->role);
	g = ask(a, k, buf_cstr(&b), accepted);
	buf_free(&b);
	if (g == NULL)
		return false;
	got_free(&g);
	k->received = 0;
	unacked_clear(&k->unacked);
	g = ask(a, k, "<enable xmlns='urn:xmpp:sm:3' resume='true'/>", enabled);
	if (g == NULL)
		return false;
	free(k->session);
	k->session = mem_strdup(got_attribute(g, "id"));
	got_free(&g);
	return true;
}

bool link_dial(struct act *a, struct role *gateway, const char *name)
{
	bool ok = open_stream(a, gateway, name) && begin_session(a, gateway->link);

	if (gateway->link != NULL) {
		gateway->link->dialling = false;
		gateway->link->up = ok;
	}
	return ok;
}

/* Behind <resumed/>: what the edge had not taken over, in order. */
static void resend(struct link *k)
{
	k->resending = true;
	for (const struct unacked_one *one = k->unacked.first; one != NULL; one = one->next)
		line_send_as(k->line, one->as, "resent", one->xml);
	k->resending = false;
}

static bool resume_session(struct act *a, struct link *k)
{
	static const char *const answers[] = { "resumed", "failed", NULL };
	struct buf b = { 0 };
	struct got *g;

	buf_puts(&b, "<resume xmlns='urn:xmpp:sm:3' previd='");
	xml_put(&b, k->session);
	buf_printf(&b, "' h='%u'/>", k->received);
	g = ask(a, k, buf_cstr(&b), answers);
	buf_free(&b);
	if (g == NULL)
		return false;
	if (strcmp(g->local, "resumed") != 0)
		act_fail(a, "the session could not be resumed");
	else if (!note_count(k, g))
		act_fail(a, "resumed, with a count of what was never sent");
	else
		resend(k);
	got_free(&g);
	return a->outcome == OUTCOME_DONE;
}

bool link_resume(struct act *a, struct role *gateway)
{
	bool ok;

	if (gateway->link == NULL || gateway->link->session == NULL)
		return act_fail(a, "there is no session to be resumed");
	ok = open_stream(a, gateway, NULL) && resume_session(a, gateway->link);
	gateway->link->dialling = false;
	gateway->link->up = ok;
	return ok;
}

void link_break(struct link *k)
{
	k->up = false;
	if (k->line != NULL)
		line_drop(k->line);
}

void link_free(struct link **kp)
{
	struct link *k = *kp;

	if (k == NULL)
		return;
	*kp = NULL;
	while (k->handed != NULL) {
		struct handed *h = k->handed;

		k->handed = h->next;
		free(h->id);
		free(h);
	}
	unacked_clear(&k->unacked);
	free(k->name);
	free(k->session);
	free(k);
}

/* --- for users --------------------------------------------------------------------------------- */

static bool is_up(const struct link *k)
{
	return k->up && !line_is_over(k->line);
}

struct link *link_of_stage(const struct stage *s)
{
	for (size_t i = 0; i < s->n_role; i++)
		if (s->role[i].kind == ACTOR_GATEWAY && s->role[i].link != NULL &&
		    is_up(s->role[i].link))
			return s->role[i].link;
	return NULL;
}

static bool some_link_is_up(void *arg)
{
	return link_of_stage(((const struct act *)arg)->stage) != NULL;
}

bool link_wait(struct act *a)
{
	struct role *hidden = &a->stage->role[a->stage->n_role - 1];

	/* The first user who needs it lets the hidden gateway dial. */
	if (hidden->actor == NULL &&
	    (hidden->link == NULL || (!is_up(hidden->link) && !hidden->link->dialling)))
		return link_dial(a, hidden, NULL);
	return act_wait_self(a, some_link_is_up);
}

struct line *link_line(const struct link *k)
{
	return k->line;
}

bool link_send(struct link *k, const struct role *as, const char *auto_, struct view xml)
{
	return k != NULL && k->line != NULL && line_send_as(k->line, as, auto_, xml);
}

bool link_was_handed(const struct link *k, const char *id)
{
	for (const struct handed *h = k->handed; h != NULL; h = h->next)
		if (strcmp(h->id, id) == 0)
			return true;
	return false;
}
