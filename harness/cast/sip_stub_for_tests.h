/* sip_stub_for_tests.h - a system under test that speaks nothing but SIP: it
 * echoes messages to who sent them, and plays a user who may be watched and
 * who watches.  The test program runs itself as this; for *_test.c.
 *
 * A message with the body
 *   no     is answered by 404
 *   dup    is echoed twice
 *   bad    is echoed without Max-Forwards
 *   again  is echoed, and the same bytes come once more
 *   watch  is followed by a SUBSCRIBE to who sent it; a document in a NOTIFY by
 *          a message "saw open" or "saw closed"
 * A SUBSCRIBE is followed by NOTIFY pending, active, and active with a document
 * that says away.
 */
#ifndef HARNESS_SIP_STUB_FOR_TESTS_H
#define HARNESS_SIP_STUB_FOR_TESTS_H

#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "cast/conn.h"
#include "cast/sip_dialog.h"
#include "cast/sip_write.h"
#include "lib/listener.h"
#include "lib/mem.h"

struct stub {
	struct loop *loop;
	char host[64], front[64], pem[512], key[512];
	int udp;
	struct dialog *dialogs;
	unsigned serial;
	char *last, *last_answer; /* over UDP the same request gets the same answer */
	char *sent;
};

struct stub_flow {
	struct stub *stub;
	struct conn *conn;
};

static void stub_send(struct stub_flow *f, struct view message, bool whole)
{
	struct stub *s = f->stub;
	char branch[40];
	struct sip_hop hop = { conn_is_datagrams(f->conn)      ? "UDP"
		               : conn_session(f->conn) != NULL ? "TLS"
		                                               : "TCP",
		               s->host,
		               5060,
		               branch,
		               NULL,
		               NULL };
	struct buf out = { 0 };

	snprintf(branch, sizeof branch, "z9hG4bKstub%u", ++s->serial);
	if (whole)
		buf_putv(&out, message);
	else
		sip_complete(message, &hop, &out);
	conn_send(f->conn, buf_view(&out));
	free(s->sent);
	s->sent = view_dup(buf_view(&out));
	buf_free(&out);
}

static void stub_answer(struct stub_flow *f, const struct sip_text *t, unsigned status)
{
	struct stub *s = f->stub;
	struct buf b = { 0 };
	char tag[20];

	snprintf(tag, sizeof tag, "g%u", ++s->serial);
	if (t->request && (view_is(t->method, "SUBSCRIBE") || view_is(t->method, "NOTIFY")))
		dialog_received(&s->dialogs, t, tag);
	sip_answer(t, status, NULL, tag, "<sip:xeno@gw.example;gr=d1>", VIEW(""), &b);
	free(s->last_answer);
	s->last_answer = view_dup(buf_view(&b));
	stub_send(f, buf_view(&b), true);
	buf_free(&b);
}

static void stub_say(struct stub_flow *f, const struct sip_text *t, const char *extra,
                     struct view body, bool bad)
{
	struct buf b = { 0 };
	unsigned n = ++f->stub->serial;
	struct view to = sip_uri_in(sip_value(t, "From"));

	buf_printf(&b, "MESSAGE %.*s SIP/2.0\r\n", VIEW_ARG(to));
	if (bad)
		buf_printf(&b, "Via: SIP/2.0/TCP %s;branch=z9hG4bKbad%u\r\n", f->stub->host, n);
	buf_printf(&b,
	           "From: <%.*s>;tag=e%u\r\nTo: <%.*s>\r\nCall-ID: e%u\r\nCSeq: 1 MESSAGE\r\n"
	           "Content-Type: text/plain\r\nContent-Length: %zu\r\n\r\n%s%.*s",
	           VIEW_ARG(sip_uri_in(sip_value(t, "To"))), n, VIEW_ARG(to), n,
	           strlen(extra) + body.n, extra, VIEW_ARG(body));
	stub_send(f, buf_view(&b), bad);
	buf_free(&b);
}

static void stub_in_dialog(struct stub_flow *f, struct dialog *d, const char *method,
                           const char *fields)
{
	struct buf b = { 0 };

	dialog_request(d, method, "<sip:xeno@gw.example;gr=d1>", NULL, view_of(fields), &b);
	stub_send(f, buf_view(&b), false);
	buf_free(&b);
}

static void stub_notify_all(struct stub_flow *f, struct dialog *d)
{
	stub_in_dialog(f, d, "NOTIFY",
	               "Event: presence\r\nSubscription-State: pending;expires=60\r\n\r\n");
	stub_in_dialog(f, d, "NOTIFY",
	               "Event: presence\r\nSubscription-State: active;expires=60\r\n\r\n");
	stub_in_dialog(f, d, "NOTIFY",
	               "Event: presence\r\nSubscription-State: active;expires=59\r\n"
	               "Content-Type: application/pidf+xml\r\n\r\n"
	               "<presence xmlns='urn:ietf:params:xml:ns:pidf' entity='pres:x@y'>"
	               "<tuple id='ID-phone'><status><basic>open</basic>"
	               "<show xmlns='jabber:client'>away</show></status>"
	               "<note>tram</note></tuple></presence>");
}

static void stub_watch(struct stub_flow *f, const struct sip_text *t)
{
	struct buf b = { 0 };
	unsigned n = ++f->stub->serial;
	struct view to = sip_uri_in(sip_value(t, "From"));
	struct sip_text own;

	buf_printf(&b,
	           "SUBSCRIBE %.*s SIP/2.0\r\nFrom: <%.*s>;tag=w%u\r\nTo: <%.*s>\r\n"
	           "Call-ID: w%u\r\nCSeq: 1 SUBSCRIBE\r\nContact: <sip:xeno@gw.example>\r\n"
	           "Event: presence\r\nExpires: 60\r\nContent-Length: 0\r\n\r\n",
	           VIEW_ARG(to), VIEW_ARG(sip_uri_in(sip_value(t, "To"))), n, VIEW_ARG(to), n);
	sip_text_read(buf_view(&b), &own);
	dialog_sent(&f->stub->dialogs, &own);
	sip_text_free(&own);
	stub_send(f, buf_view(&b), false);
	buf_free(&b);
}

static void stub_message(struct stub_flow *f, const struct sip_text *t)
{
	stub_answer(f, t, view_is(t->body, "no") ? 404 : 202);
	if (view_is(t->body, "watch")) {
		stub_watch(f, t);
		return;
	}
	if (view_is(t->body, "no"))
		return;
	stub_say(f, t, "", t->body, view_is(t->body, "bad"));
	if (view_is(t->body, "again"))
		conn_send(f->conn, view_of(f->stub->sent));
	if (view_is(t->body, "dup"))
		stub_say(f, t, "", t->body, false);
}

static void stub_request(struct stub_flow *f, const struct sip_text *t)
{
	struct dialog *d;
	bool poll = view_is(sip_value(t, "Expires"), "0");

	if (view_is(t->method, "ACK"))
		return;
	if (view_is(t->method, "MESSAGE")) {
		stub_message(f, t);
		return;
	}
	stub_answer(f, t, 200);
	d = f->stub->dialogs;
	if (view_is(t->method, "SUBSCRIBE") && d != NULL) {
		if (poll)
			stub_in_dialog(f, d, "NOTIFY",
			               "Event: presence\r\n"
			               "Subscription-State: terminated;reason=timeout\r\n\r\n");
		else
			stub_notify_all(f, d);
	} else if (view_is(t->method, "NOTIFY") && t->body.n > 0) {
		bool open = view_find(t->body, VIEW("open")) < t->body.n;

		stub_say(f, t, open ? "saw open" : "saw closed", VIEW(""), false);
	}
}

static void stub_unit(void *arg, enum event_unit unit, struct view text, bool tls)
{
	struct stub_flow *f = arg;
	struct stub *s = f->stub;
	struct sip_text t;

	(void)tls;
	if (unit != UNIT_SIP)
		return;
	if (s->last != NULL && view_is(text, s->last)) {
		stub_send(f, view_of(s->last_answer), true);
		return;
	}
	sip_text_read(text, &t);
	if (t.request) {
		free(s->last);
		s->last = view_dup(text);
		stub_request(f, &t);
	} else {
		dialog_answered(s->dialogs, &t);
	}
	sip_text_free(&t);
}

static void stub_nothing(void *arg)
{
	(void)arg;
}

static void stub_ended(void *arg, const char *how)
{
	(void)arg, (void)how;
}

static const struct conn_ops stub_ops = { stub_nothing, stub_unit, stub_nothing, stub_ended };

static void stub_accept(void *arg, int fd, const struct address *from)
{
	struct stub_flow *f = mem_zalloc(sizeof *f);

	(void)from;
	f->stub = arg;
	f->conn = conn_new(f->stub->loop, fd, &stub_ops, f);
	conn_speak_sip(f->conn);
}

static void stub_accept_tls(void *arg, int fd, const struct address *from)
{
	struct stub *s = arg;
	struct stub_flow *f = mem_zalloc(sizeof *f);
	struct secure_settings set = { .server = true, .certificate = s->pem, .key = s->key };
	struct fault fault = { 0 };

	(void)from;
	f->stub = s;
	f->conn = conn_new(s->loop, fd, &stub_ops, f);
	conn_speak_sip(f->conn);
	if (!conn_secure(f->conn, &set, &fault))
		fault_print(&fault, stderr);
}

static void stub_datagram(void *arg)
{
	static char bytes[65536];
	struct stub *s = arg;
	static struct stub_flow *flow;
	struct address from = { .len = sizeof from.ss };
	ssize_t n = recvfrom(s->udp, bytes, sizeof bytes, 0, (struct sockaddr *)&from.ss,
	                     &from.len);

	if (n < 0)
		return;
	if (flow == NULL) {
		flow = mem_zalloc(sizeof *flow);
		flow->stub = s;
		flow->conn = conn_datagrams(s->loop, s->udp, &from, &stub_ops, flow);
	}
	conn_take_datagram(flow->conn, (struct view){ bytes, (size_t)n });
}

static void stub_stops(void *arg, int signo)
{
	(void)arg, (void)signo;
	exit(0);
}

/* Reads ./conf: host, certificate, key; a line each. */
static int stub_main(bool idle)
{
	struct stub s = { .loop = loop_new() };
	char *const fields[] = { s.host, s.pem, s.key };
	const size_t sizes[] = { sizeof s.host, sizeof s.pem, sizeof s.key };
	FILE *conf = fopen("conf", "r");
	struct fault f = { 0 };
	struct address at;
	char text[80];

	for (size_t i = 0; i < 3; i++) {
		if (conf == NULL || fgets(fields[i], (int)sizes[i], conf) == NULL)
			return 1;
		fields[i][strcspn(fields[i], "\n")] = '\0';
	}
	fclose(conf);
	loop_on_signal(s.loop, SIGTERM, stub_stops, &s);
	snprintf(text, sizeof text, "%s:%d", s.host, idle ? 5269 : 5060);
	address_parse(view_of(text), &at);
	if (listener_new(s.loop, &at, stub_accept, &s, &f) == NULL)
		return 1;
	if (!idle) {
		s.udp = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
		if (bind(s.udp, (struct sockaddr *)&at.ss, at.len) != 0)
			return 1;
		watch_new(s.loop, s.udp, stub_datagram, &s);
		address_set_port(&at, 5061);
		if (listener_new(s.loop, &at, stub_accept_tls, &s, &f) == NULL)
			return 1;
	}
	fputs("stub is up\n", stderr);
	loop_run(s.loop);
	return 0;
}

/* Before main(): this process was started as the stub, or as one that does
 * nothing but listen. */
__attribute__((constructor)) static void stub_begin(int argc, char **argv)
{
	if (argc > 1 && (strcmp(argv[1], "stub") == 0 || strcmp(argv[1], "idle") == 0))
		exit(stub_main(strcmp(argv[1], "idle") == 0));
}

#endif
