#include "cast/initiate.h"

#include <string.h>

#include "cast/scripted.h"
#include "cast/server.h"
#include "lib/text.h"

static bool says(const struct line *l, const char *setting, const char *value)
{
	return strcmp(role_setting(l->role, setting, ""), value) == 0;
}

/* A profile may have a port of its own for TLS from the first byte. */
static unsigned port_for(const struct role *r)
{
	struct instance *i = r->stage->sut->instance;
	unsigned direct = instance_port(i, "xmpps");
	uint64_t said;

	if (text_u64(view_of(role_setting(r, "to-port", "")), 1, 65535, &said))
		return (unsigned)said;
	return direct != 0 && strcmp(role_setting(r, "tls", ""), "direct") == 0
	               ? direct
	               : instance_port(i, "xmpp");
}

bool initiate_target(const struct role *r, struct address *out)
{
	const struct instance *i = r->stage->sut->instance;
	const char *name = role_setting(r, "calls", "");
	size_t process = name[0] == '\0' ? 0 : instance_process(i, name);

	if (process >= instance_processes(i)) {
		stage_cannot(r->stage, "its profile has no process of this name");
		return false;
	}
	instance_host(i, process, out);
	if (strcmp(role_setting(r, "to", "outside"), "inside") == 0)
		instance_inner_address(i, out);
	if (strcmp(role_setting(r, "family", "4"), "6") == 0)
		address_parse(VIEW("[::1]:0"), out);
	address_set_port(out, port_for(r));
	return true;
}

struct line *initiate_tcp(struct act *a, struct role *r, const struct manner *m)
{
	struct stage *s = a->stage;
	struct address to;
	struct line *l;

	if (s->sut == NULL || s->sut->instance == NULL) {
		act_fail(a, "there is no system under test to connect to");
		return NULL;
	}
	if (!initiate_target(r, &to)) {
		act_fail(a, "it has no such process");
		return NULL;
	}
	l = line_dial(r, &to, m);
	if (l == NULL || !line_wait_connected(a, l))
		return NULL;
	return l;
}

struct line *initiate_connection(struct act *a, struct role *r, const struct manner *m)
{
	struct line *l = initiate_tcp(a, r, m);

	/* XEP-0368 */
	if (l != NULL && says(l, "tls", "direct") &&
	    !initiate_handshake(a, l, role_domain(a->stage->sut)))
		return NULL;
	return l;
}

bool initiate_stream(struct act *a, struct line *l, const char *from, const char *to)
{
	if (!line_open(l, "header", from, to))
		return act_fail(a, "the connection is closed");
	return line_wait_header(a, l);
}

/* As the scenario writes it, and as secure.h wants it. */
static const char *alpn_of(const struct line *l)
{
	static const char *const names[][2] = { { "both", "xmpp-client,xmpp-server" },
		                                { "none", NULL } };
	const char *word = role_setting(l->role, "alpn",
	                                says(l, "tls", "direct") ? "xmpp-server" : "none");

	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
		if (strcmp(word, names[i][0]) == 0)
			return names[i][1];
	return word;
}

bool initiate_hello(struct act *a, struct line *l, const char *to)
{
	const char *sni = role_setting(l->role, "sni", to);
	struct fault f = { 0 };

	if (line_secure(l, false, strcmp(sni, "none") == 0 ? NULL : sni, alpn_of(l), &f))
		return true;
	act_fail(a, "%s", f.text);
	fault_free(&f);
	return false;
}

bool initiate_handshake(struct act *a, struct line *l, const char *to)
{
	return initiate_hello(a, l, to) && line_wait_secure(a, l);
}

/* Takes one of `names`, whose text does not matter. */
static bool take(struct act *a, struct line *l, const char *const *names, char *first)
{
	struct got *g = line_take(a, l, names);

	if (g == NULL)
		return false;
	if (first != NULL)
		*first = g->local[0];
	got_free(&g);
	return true;
}

bool initiate_tls(struct act *a, struct line *l, const char *from, const char *to)
{
	static const char *const proceed[] = { "proceed", NULL };

	if (!line_wait_features(a, l))
		return false;
	if (!line_send(l, "tls", VIEW("<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>")))
		return act_fail(a, "the connection is closed");
	return take(a, l, proceed, NULL) && initiate_handshake(a, l, to) &&
	       initiate_stream(a, l, from, to);
}

static void put_response(struct buf *b, const char *authzid)
{
	if (authzid == NULL)
		buf_puts(b, "="); /* RFC 6120 6.4.2: empty */
	else
		text_base64_encode(view_of(authzid), b);
}

/* False: refused, which is no failure of the step yet; or the step failed. */
static bool authenticate(struct act *a, struct line *l, const char *authzid, bool *refused)
{
	static const char *const answers[] = { "success", "challenge", "failure", NULL };
	struct buf response = { 0 };
	char answer = '\0';
	bool ok;

	put_response(&response, authzid);
	ok = line_wait_features(a, l) &&
	     (line_printf(l, "sasl",
	                  "<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl'"
	                  " mechanism='EXTERNAL'>%s</auth>",
	                  buf_cstr(&response)) ||
	      act_fail(a, "the connection is closed")) &&
	     take(a, l, answers, &answer);
	if (ok && answer == 'c')
		ok = line_printf(l, "sasl",
		                 "<response xmlns='urn:ietf:params:xml:ns:xmpp-sasl'>"
		                 "%s</response>",
		                 buf_cstr(&response)) &&
		     take(a, l, answers, &answer);
	buf_free(&response);
	*refused = ok && answer != 's';
	return ok && answer == 's';
}

bool initiate_external(struct act *a, struct line *l, const char *from, const char *to,
                       const char *authzid)
{
	bool refused;

	if (!authenticate(a, l, authzid, &refused))
		return refused ? act_fail(a, "SASL EXTERNAL was refused") : false;
	l->authenticated = true;
	return initiate_stream(a, l, from, to) && line_wait_features(a, l);
}

bool initiate_dialback(struct act *a, struct line *l, const char *from, const char *to)
{
	static const char *const result[] = { "result", NULL };
	struct buf b = { 0 };
	char key[80];
	bool ok;

	stage_fresh(a->stage, "key", key, sizeof key);
	buf_puts(&b, "<db:result from='");
	xml_put(&b, from);
	buf_puts(&b, "' to='");
	xml_put(&b, to);
	buf_printf(&b, "'>%s</db:result>", key);
	server_serve_domain(a->stage, from, 1);
	ok = (line_send(l, "dialback", buf_view(&b)) ||
	      act_fail(a, "the connection is closed")) &&
	     take(a, l, result, NULL);
	server_serve_domain(a->stage, from, -1);
	buf_free(&b);
	l->authenticated = l->authenticated || ok;
	return ok;
}

static bool wants_tls(const struct line *l)
{
	return !line_is_secure(l) && line_offers(l, "starttls") &&
	       !says(l, "tls", "silent") && !says(l, "tls", "skips");
}

static bool wants_external(const struct line *l)
{
	return line_is_secure(l) && l->role->has_certificate &&
	       (strcmp(role_setting(l->role, "certificate", "valid"), "valid") == 0 ||
	        says(l, "external", "starts")) &&
	       !says(l, "external", "silent") && !says(l, "external", "skips") &&
	       line_offers_text(l, "mechanisms", "EXTERNAL");
}

bool initiate_all(struct act *a, struct line *l, const char *from, const char *to)
{
	bool refused = false;

	if (!initiate_stream(a, l, from, to))
		return false;
	if (says(l, "features", "none"))
		return initiate_dialback(a, l, from, to);
	if (!line_wait_features(a, l))
		return false;
	if (wants_tls(l) && (!initiate_tls(a, l, from, to) || !line_wait_features(a, l)))
		return false;
	if (wants_external(l)) {
		if (authenticate(a, l, NULL, &refused)) {
			l->authenticated = true;
			return initiate_stream(a, l, from, to) && line_wait_features(a, l);
		}
		if (!refused)
			return false;
	}
	if (says(l, "dialback", "no"))
		return act_fail(a, "no way to authenticate is left");
	return initiate_dialback(a, l, from, to);
}
