#include "cast/server.h"

#include <stdlib.h>
#include <string.h>

#include "cast/mute.h"
#include "cast/scripted.h"
#include "lib/listener.h"
#include "lib/mem.h"
#include "lib/text.h"

/* --- arrivals ----------------------------------------------------------------------------- */

/* Does the script take this connection into its own hands at TCP? */
static bool is_connected_comes_first(const struct role *r)
{
	static const bool verbs[VERB_COUNT] = {
		[VERB_IS_CONNECTED] = true,
		[VERB_IS_DIALLED] = true,
	};
	const struct schedule *s = r->stage->schedule;
	size_t i = schedule_next(s, r->index, verbs, 0);

	return i < r->stage->case_->n_step &&
	       r->stage->case_->step[i].verb == VERB_IS_CONNECTED;
}

static void on_accept(void *arg, int fd, const struct address *from)
{
	struct role *r = arg;
	bool serve = r->accepts || r->serving > 0;
	struct line *l = line_accept(r, fd, from,
	                             r->silent ? &silent
	                             : serve   ? &served
	                                       : &scripted);
	struct fault f = { 0 };

	r->arrivals++;
	l->manual = !serve && !r->silent && is_connected_comes_first(r);
	if (strcmp(role_setting(r, "tls", "offers"), "direct") == 0 && !l->manual &&
	    !r->silent && !line_secure(l, true, NULL, "xmpp-server", &f))
		stage_fault(r->stage, &f);
}

static void on_decoy(void *arg, int fd, const struct address *from)
{
	line_accept(arg, fd, from, &silent);
}

unsigned server_port(const struct role *r)
{
	uint64_t port = 5269;

	text_u64(view_of(role_setting(r, "port", "5269")), 1, 65535, &port);
	return (unsigned)port;
}

bool server_listen(struct role *r, struct fault *f)
{
	struct address at = r->address;
	struct address more = r->decoy;
	const char *dns = role_setting(r, "dns", "srv");
	bool alike = strcmp(dns, "srv-weight") == 0 || strcmp(dns, "aaaa-only") == 0 ||
	             strcmp(dns, "srv-aaaa") == 0;

	address_set_port(&at, server_port(r));
	if (strcmp(dns, "srv-mute") == 0) {
		r->mute = mute_new(&at, f);
		return r->mute != NULL;
	}
	r->listener = listener_new(r->stage->loop, &at, on_accept, r, f);
	if (r->listener == NULL || more.len == 0)
		return r->listener != NULL;
	/* What a wrong choice leads to is there, too, and never answers. */
	address_set_port(&more, server_port(r));
	if (strcmp(dns, "aaaa-silent") == 0) {
		r->mute = mute_new(&more, f);
		return r->mute != NULL;
	}
	r->second = listener_new(r->stage->loop, &more, alike ? on_accept : on_decoy, r, f);
	return r->second != NULL;
}

void server_stop_listening(struct role *r)
{
	listener_free(&r->listener);
	listener_free(&r->second);
	mute_free(&r->mute);
}

/* --- header and features --------------------------------------------------------------------- */

static bool says(const struct line *l, const char *setting, const char *fallback,
                 const char *value)
{
	return strcmp(role_setting(l->role, setting, fallback), value) == 0;
}

bool server_offers_tls(const struct line *l)
{
	return l->role->has_certificate && !line_is_secure(l) &&
	       !says(l, "tls", "offers", "silent");
}

bool server_offers_external(const struct line *l)
{
	return line_is_secure(l) && !l->authenticated &&
	       !says(l, "external", "offers", "silent") &&
	       *secure_names(conn_session(l->conn)) != '\0';
}

bool server_offers_bidi(const struct line *l)
{
	return !l->authenticated && !says(l, "bidi", "silent", "silent");
}

bool server_offers_sm(const struct line *l)
{
	return l->authenticated && line_is_secure(l) && !says(l, "sm", "silent", "silent");
}

static void put_features(struct line *l, struct buf *b)
{
	bool required = says(l, "tls", "offers", "requires");

	if (says(l, "features", "", "none"))
		return;
	buf_puts(b, "<stream:features>");
	if (says(l, "features", "", "empty")) {
		buf_puts(b, "</stream:features>");
		return;
	}
	if (server_offers_tls(l))
		buf_printf(b, "<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'>%s</starttls>",
		           required ? "<required/>" : "");
	if (server_offers_external(l))
		buf_puts(b, "<mechanisms xmlns='urn:ietf:params:xml:ns:xmpp-sasl'>"
		            "<mechanism>EXTERNAL</mechanism></mechanisms>");
	/* RFC 6120 5.3.1: what must not be used before TLS is not offered. */
	if (says(l, "dialback", "yes", "yes") && !l->authenticated &&
	    (!required || line_is_secure(l)))
		buf_puts(b,
		         "<dialback xmlns='urn:xmpp:features:dialback'><errors/></dialback>");
	if (server_offers_bidi(l))
		buf_puts(b, "<bidi xmlns='urn:xmpp:features:bidi'/>");
	if (server_offers_sm(l))
		buf_puts(b, "<sm xmlns='urn:xmpp:sm:3'/>");
	buf_puts(b, "</stream:features>");
}

void server_answer_header(struct line *l)
{
	struct buf b = { 0 };
	char id[32];

	stage_fresh(l->stage, "id", id, sizeof id);
	free(l->own_id);
	l->own_id = mem_strdup(id);
	buf_puts(&b, "<?xml version='1.0'?><stream:stream xmlns='jabber:server'"
	             " xmlns:stream='http://etherx.jabber.org/streams'");
	line_put_dialback(l, &b);
	buf_puts(&b, " from='");
	xml_put(&b, *l->to != '\0' ? l->to : role_domain(l->role));
	if (*l->from != '\0') {
		buf_puts(&b, "' to='");
		xml_put(&b, l->from);
	}
	buf_printf(&b, "' id='%s'%s>", id,
	           says(l, "features", "", "none") ? "" : " version='1.0' xml:lang='en'");
	line_send(l, "header", buf_view(&b));
	buf_clear(&b);
	put_features(l, &b);
	if (buf_len(&b) > 0)
		line_send(l, "features", buf_view(&b));
	if (l->manner == &scripted) {
		buf_clear(&b);
		buf_printf(&b, "%s.stream-id", l->role->name);
		stage_bind(l->stage, l->role->step, buf_view(&b), view_of(id));
	}
	buf_free(&b);
}

/* --- TLS and SASL ---------------------------------------------------------------------------------- */

bool server_proceed(struct line *l, struct fault *f)
{
	return line_send(l, "tls", VIEW("<proceed xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>"))
	               ? line_secure(l, true, NULL, "xmpp-server", f)
	               : fault_set(f, NULL, 0, 0, "the connection is closed");
}

void server_refuse_tls(struct line *l)
{
	line_send(l, "tls", VIEW("<failure xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>"));
	line_end(l, "tls");
	line_finish(l);
}

void server_answer_auth(struct line *l, const struct got *g)
{
	bool ok = line_is_secure(l) && strcmp(got_attribute(g, "mechanism"), "EXTERNAL") == 0 &&
	          *secure_names(conn_session(l->conn)) != '\0';

	if (ok) {
		l->authenticated = true;
		free(l->header); /* the stream begins anew (RFC 6120 6.3.2) */
		l->header = NULL;
		line_send(l, "sasl",
		          VIEW("<success xmlns='urn:ietf:params:xml:ns:xmpp-sasl'/>"));
	} else {
		line_send(l, "sasl",
		          VIEW("<failure xmlns='urn:ietf:params:xml:ns:xmpp-sasl'>"
		               "<not-authorized/></failure>"));
	}
}

/* --- acknowledgements (XEP-0198) ------------------------------------------------------------------- */

static const struct line *session_named(const struct line *l, const char *id)
{
	const struct line *k = l->stage->lines;

	while (k != NULL && (k->role != l->role || k->session == NULL || strcmp(k->session, id) != 0))
		k = k->next;
	return k;
}

static void enable(struct line *l)
{
	char id[32];

	stage_fresh(l->stage, "id", id, sizeof id);
	free(l->session);
	l->session = mem_strdup(id);
	l->taken = 0;
	line_printf(l, "sm", "<enabled xmlns='urn:xmpp:sm:3' id='%s' resume='true'/>", id);
}

static void resume(struct line *l, const char *id)
{
	const struct line *before = session_named(l, id);

	if (before == NULL) {
		line_send(l, "sm",
		          VIEW("<failed xmlns='urn:xmpp:sm:3'><item-not-found"
		               " xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></failed>"));
		return;
	}
	free(l->session);
	l->session = mem_strdup(id);
	l->taken = before->taken;
	line_printf(l, "sm", "<resumed xmlns='urn:xmpp:sm:3' previd='%s' h='%u'/>", id, l->taken);
}

void server_answer_sm(struct line *l, const struct got *g)
{
	if (strcmp(g->local, "enable") == 0)
		enable(l);
	else if (strcmp(g->local, "resume") == 0)
		resume(l, got_attribute(g, "previd"));
	else if (strcmp(g->local, "r") == 0 && says(l, "sm", "silent", "offers"))
		line_printf(l, "sm", "<a xmlns='urn:xmpp:sm:3' h='%u'/>", l->taken);
}

/* --- dialback ------------------------------------------------------------------------------------------ */

static void answer_pair(struct line *l, const struct got *g, const char *rest)
{
	struct buf b = { 0 };

	buf_printf(&b, "<db:%s from='", g->local);
	xml_put(&b, got_attribute(g, "to"));
	buf_puts(&b, "' to='");
	xml_put(&b, got_attribute(g, "from"));
	buf_printf(&b, "'%s", rest);
	line_send(l, "dialback", buf_view(&b));
	buf_free(&b);
}

void server_answer_result(struct line *l, const struct got *g)
{
	l->authenticated = true;
	answer_pair(l, g, " type='valid'/>");
}

static bool key_is_known(const struct stage *s, const struct got *g)
{
	struct buf key = { 0 };
	bool known = false;

	got_text(g, &key);
	for (const struct key *k = s->keys; k != NULL && !known; k = k->next)
		known = view_is(view_trim(buf_view(&key)), k->key) &&
		        strcmp(k->domain, got_attribute(g, "to")) == 0;
	buf_free(&key);
	return known;
}

void server_answer_verify(struct line *l, const struct got *g)
{
	const char *authority = role_setting(l->role, "authority", NULL);
	struct buf rest = { 0 };

	if (authority == NULL)
		authority = key_is_known(l->stage, g) ? "valid" : "invalid";
	if (strcmp(authority, "silent") == 0)
		return;
	buf_puts(&rest, " id='");
	xml_put(&rest, got_attribute(g, "id"));
	buf_printf(&rest, "' type='%s'", authority);
	/* XEP-0220 2.5 */
	if (strcmp(authority, "error") == 0)
		buf_puts(&rest,
		         "><error type='cancel'><item-not-found"
		         " xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></db:verify>");
	else
		buf_puts(&rest, "/>");
	answer_pair(l, g, buf_cstr(&rest));
	buf_free(&rest);
}

void server_serve_domain(struct stage *s, const char *domain, int more)
{
	for (size_t i = 0; i < s->n_role; i++) {
		struct role *r = &s->role[i];

		if (r->kind == ACTOR_SCRIPTED_SERVER && strcmp(role_domain(r), domain) == 0)
			r->serving = (unsigned)((int)r->serving + more);
	}
}
