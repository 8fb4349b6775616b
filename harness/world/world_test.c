#include "lib/unit.h"

#include <arpa/inet.h>
#include <netdb.h>
#include <resolv.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include "world/dns_wire.h"
#include "world/world.h"

/* Runs `fn` in a world; its result must be 0. */
static void in_world(int (*fn)(void *arg))
{
	struct fault f = { 0 };
	int status = -1;
	pid_t pid;

	ck_assert_msg(world_possible(&f), "%s", f.text);
	pid = world_fork(fn, NULL, &f);
	ck_assert_int_gt(pid, 0);
	ck_assert_int_eq(waitpid(pid, &status, 0), pid);
	ck_assert_msg(WIFEXITED(status) && WEXITSTATUS(status) == 0, "status %x", status);
}

static struct world *new_world(struct loop *l, const char *dir)
{
	struct world_settings s = { .dir = dir, .authority = dir, .seed = 1 };
	struct fault f = { 0 };
	struct world *w;

	mkdir("build", 0777);
	mkdir("build/world-test", 0777);
	mkdir(dir, 0777);
	w = world_new(l, &s, &f);
	if (w == NULL) {
		fault_print(&f, stderr);
		fault_free(&f);
	}
	return w;
}

static int asked_srv, asked_a;

static void count_question(void *arg, const char *type, const char *name)
{
	(void)arg;
	asked_srv += strcmp(type, "SRV") == 0 &&
	             strcmp(name, "_xmpp-server._tcp.peer.example") == 0;
	asked_a += strcmp(type, "A") == 0 && strcmp(name, "peer.example") == 0;
}

/* Asks as a program would, while this process serves the proxy: so, from a
 * child that says by its exit status what it got. */
static int ask(const char *name, int type)
{
	unsigned char answer[2000];
	int n;

	res_init();
	n = res_query(name, ns_c_in, type, answer, sizeof answer);
	return n > 0 ? 0 : h_errno == HOST_NOT_FOUND ? 1 : h_errno == TRY_AGAIN ? 2 : 3;
}

static int asked_from_child(struct loop *l, const char *name, int type)
{
	int status;
	pid_t pid = fork();

	if (pid == 0)
		_exit(ask(name, type));
	/* The loop's SIGCHLD handler may not bury it: it is looked at here. */
	for (;;) {
		siginfo_t info = { 0 };

		if (waitid(P_PID, (id_t)pid, &info, WEXITED | WNOHANG | WNOWAIT) != 0)
			return -1;
		if (info.si_pid == pid)
			break;
		loop_once(l, 1);
		if (waitid(P_PID, (id_t)pid, &info, WEXITED | WNOHANG | WNOWAIT) != 0)
			return -1;
	}
	return waitpid(pid, &status, 0) == pid ? WEXITSTATUS(status) : -1;
}

static bool holds(const char *path, const char *text)
{
	FILE *from = path == NULL ? NULL : fopen(path, "r");
	char line[400] = "";
	bool yes = false;

	while (from != NULL && !yes && fgets(line, sizeof line, from) != NULL)
		yes = strncmp(line, text, strlen(text)) == 0;
	if (from != NULL)
		fclose(from);
	return yes;
}

static int dns_serves_and_tells(void *arg)
{
	struct loop *l = loop_new();
	struct world *w = new_world(l, "build/world-test/dns");
	struct fault f = { 0 };
	int bad = 0;

	(void)arg;
	if (w == NULL)
		return 10;
	world_dns_record(w, "_xmpp-server._tcp.peer.example", "SRV", "0 0 5269 peer.example.");
	world_dns_record(w, "peer.example", "A", "10.0.1.1");
	world_dns_fault(w, "broken.example", (struct dns_fault){ DNS_FAULT_SERVFAIL });
	world_dns_sign(w, "signed.example");
	world_dns_record(w, "host.signed.example", "A", "10.0.1.2");
	if (!world_dns_start(w, count_question, NULL, &f)) {
		fault_print(&f, stderr);
		return 11;
	}
	signal(SIGCHLD, SIG_DFL);
	bad += asked_from_child(l, "_xmpp-server._tcp.peer.example", ns_t_srv) != 0;
	bad += asked_from_child(l, "nobody.example", ns_t_a) != 1;
	bad += asked_from_child(l, "broken.example", ns_t_a) != 2;
	bad += asked_from_child(l, "host.signed.example", ns_t_a) != 0;
	bad += !holds(world_dns_anchor(w), "signed.example. DNSKEY 257 3 13 ");
	/* The resolver asks again when the machine is slow. */
	bad += asked_srv == 0;
	bad += asked_a != 0;
	world_free(&w);
	loop_free(&l);
	return bad;
}

START_TEST(dns_answers_and_says_what_was_asked)
{
	in_world(dns_serves_and_tells);
}
END_TEST

static bool names(const char *pem, const char *domain)
{
	FILE *from = fopen(pem, "r");
	X509 *x = PEM_read_X509(from, NULL, NULL, NULL);
	bool yes = X509_check_host(x, domain, 0, X509_CHECK_FLAG_NEVER_CHECK_SUBJECT, NULL) ==
	           1;

	fclose(from);
	X509_free(x);
	return yes;
}

static int certificates_are_made(void *arg)
{
	struct loop *l = loop_new();
	struct world *w = new_world(l, "build/world-test/cert");
	struct certificate c;
	struct fault f = { 0 };
	int bad = 0;

	(void)arg;
	if (w == NULL || !authority_make("build/world-test/cert", &f))
		return 10;
	bad += !world_certificate(w, "peer.example", "valid", &c, &f);
	bad += !names(c.pem, "peer.example");
	bad += !world_certificate(w, "peer.example", "wrong-name", &c, &f);
	bad += names(c.pem, "peer.example");
	bad += !world_certificate(w, "im.peer.example", "wildcard", &c, &f);
	bad += !names(c.pem, "im.peer.example");
	bad += !world_certificate(w, "peer.example", "cn-only", &c, &f);
	bad += names(c.pem, "peer.example");
	bad += world_certificate(w, "peer.example", "vaild", &c, &f);
	fault_free(&f);
	world_free(&w);
	loop_free(&l);
	return bad;
}

START_TEST(certificates_name_what_their_form_says)
{
	in_world(certificates_are_made);
	ck_assert(certificate_form_is_known(VIEW("expired")));
	ck_assert_str_eq(certificate_form_nearest(VIEW("expird")), "expired");
}
END_TEST

static int reached;

static void note_ready(void *arg)
{
	reached = 1;
	loop_stop(arg);
}

static void note_failed(void *arg, const char *why)
{
	(void)why;
	reached = 2;
	loop_stop(arg);
}

static int children_are_watched(void *arg)
{
	struct loop *l = loop_new();
	struct world *w = new_world(l, "build/world-test/child");
	struct fault f = { 0 };
	char *argv[] = { "false", NULL };
	struct child_settings s = { .name = "gone", .argv = argv };
	struct world_port at = { .udp = false };
	struct child *c;

	(void)arg;
	if (w == NULL)
		return 10;
	address_parse(VIEW("10.0.1.1:5269"), &at.at);
	c = child_start(w, &s, NULL, NULL, &f);
	if (c == NULL)
		return 11;
	child_when_ready(l, c, &at, 1, 5000, note_ready, note_failed, l);
	loop_run(l);
	world_free(&w);
	loop_free(&l);
	return reached == 2 ? 0 : 1;
}

START_TEST(a_child_that_ends_is_never_ready)
{
	in_world(children_are_watched);
}
END_TEST

static void note_status(void *arg, struct child *c, int status)
{
	(void)c;
	*(int *)arg = status;
}

/* Ours, but what it is given replaces it; nobody else's secrets are written down. */
static int environment_is_its_own(void *arg)
{
	struct loop *l = loop_new();
	struct world *w = new_world(l, "build/world-test/env");
	char given[] = "FEDLAB_GIVEN=new", more[] = "FEDLAB_MORE=more";
	char *env[] = { given, more, NULL };
	char *argv[] = { "sh", "-c",
		         "test \"$FEDLAB_GIVEN,$FEDLAB_MORE,$FEDLAB_OURS\" = new,more,ours && "
		         "test \"$HOME\" = \"$PWD\" && test \"$TMPDIR\" = \"$PWD\" && "
		         "test -z \"${SSLKEYLOGFILE+set}\" && test $(env | grep -c ^FEDLAB_GIVEN=) = 1",
		         NULL };
	struct child_settings s = { .name = "env", .argv = argv, .env = env };
	struct fault f = { 0 };
	struct child *c;
	int status = -1;
	uint64_t until;

	(void)arg;
	if (w == NULL || setenv("FEDLAB_GIVEN", "old", 1) != 0 ||
	    setenv("FEDLAB_OURS", "ours", 1) != 0 || setenv("SSLKEYLOGFILE", "x", 1) != 0)
		return 10;
	c = child_start(w, &s, note_status, &status, &f);
	if (c == NULL)
		return 11;
	until = loop_now(l) + 10000;
	while (child_is_alive(c) && loop_now(l) < until)
		loop_once(l, 10);
	world_free(&w);
	loop_free(&l);
	return status == 0 && strcmp(getenv("FEDLAB_GIVEN"), "old") == 0 ? 0 : 1;
}

START_TEST(a_child_has_an_environment_of_its_own)
{
	in_world(environment_is_its_own);
}
END_TEST

static int what_is_no_program_ends(void *arg)
{
	struct loop *l = loop_new();
	struct world *w = new_world(l, "build/world-test/none");
	char *argv[] = { "there-is-no-such-program", NULL };
	struct child_settings s = { .name = "none", .argv = argv };
	struct fault f = { 0 };
	struct child *c;
	int status = -1;
	uint64_t until;

	(void)arg;
	if (w == NULL)
		return 10;
	c = child_start(w, &s, note_status, &status, &f);
	if (c == NULL)
		return 11;
	until = loop_now(l) + 10000;
	while (child_is_alive(c) && loop_now(l) < until)
		loop_once(l, 10);
	world_free(&w);
	loop_free(&l);
	return WIFEXITED(status) && WEXITSTATUS(status) == 127 ? 0 : 1;
}

START_TEST(a_program_that_is_not_there_ends_with_127)
{
	in_world(what_is_no_program_ends);
}
END_TEST

static bool leaves_something(struct loop *l, struct world *w, const char *line, char *name, size_t size)
{
	char text[200];
	char *argv[] = { "/bin/sh", "-c", text, NULL };
	struct child_settings s = { .name = "left", .argv = argv };
	struct fault f = { 0 };
	struct child *c;
	uint64_t until = loop_now(l) + 10000;

	snprintf(text, sizeof text, "%s", line);
	c = child_start(w, &s, NULL, NULL, &f);
	while (c != NULL && child_is_alive(c) && loop_now(l) < until)
		loop_once(l, 10);
	return c != NULL && !child_is_alive(c) && child_has_left(c, name, size);
}

/* In a session of its own it is the child's all the same; what somebody else has started,
 * and what has ended with the child, is not. */
static int daemons_are_seen(void *arg)
{
	struct loop *l = loop_new();
	struct world *w = new_world(l, "build/world-test/daemon");
	char name[64] = "";

	(void)arg;
	if (w == NULL)
		return 10;
	if (leaves_something(l, w, "true", name, sizeof name) ||
	    leaves_something(l, w, "FEDLAB_PROGRAM=other tail -f /dev/null & "
	                           "until grep -qz '^FEDLAB_PROGRAM=other' /proc/$!/environ; do :; done",
	                     name, sizeof name))
		return 11;
	if (!leaves_something(l, w, "setsid tail -f /dev/null &", name, sizeof name) ||
	    name[0] == '\0')
		return 12;
	world_free(&w);
	loop_free(&l);
	return 0;
}

START_TEST(who_becomes_a_daemon_is_seen)
{
	in_world(daemons_are_seen);
}
END_TEST

/* The work is done by a process that the child has started. */
static int time_is_counted(void *arg)
{
	struct loop *l = loop_new();
	struct world *w = new_world(l, "build/world-test/cpu");
	char *argv[] = { "/bin/sh", "-c", "sh -c 'while :; do :; done'; exit 1", NULL };
	struct child_settings s = { .name = "busy", .argv = argv };
	struct fault f = { 0 };
	struct child *c;
	uint64_t before, until, seen = 0;

	(void)arg;
	if (w == NULL)
		return 10;
	c = child_start(w, &s, NULL, NULL, &f);
	if (c == NULL)
		return 11;
	before = child_cpu_us(c);
	until = loop_now(l) + 10000;
	while (seen < before + 2000 && loop_now(l) < until) {
		loop_once(l, 10);
		seen = child_cpu_us(c);
	}
	child_signal(c, SIGKILL);
	world_free(&w);
	loop_free(&l);
	return seen >= before + 2000 && seen < before + 20000000 ? 0 : 1;
}

START_TEST(processor_time_of_a_child_grows)
{
	in_world(time_is_counted);
}
END_TEST

static int every_address_is_ours(void *arg)
{
	struct loop *l = loop_new();
	struct world *w = new_world(l, "build/world-test/address");
	struct address a, b, again;
	struct fault f = { 0 };
	struct listener *on;
	int bad = 0;

	(void)arg;
	if (w == NULL)
		return 10;
	bad += !world_address(w, "A", &a, &f) || !world_address(w, "B", &b, &f) ||
	       !world_address(w, "A", &again, &f);
	bad += address_same_host(&a, &b) || !address_same_host(&a, &again);
	address_set_port(&b, 5269);
	on = listener_new(l, &b, NULL, NULL, &f);
	bad += on == NULL;
	listener_free(&on);
	world_free(&w);
	loop_free(&l);
	return bad;
}

START_TEST(actors_have_addresses_of_their_own_on_standard_ports)
{
	in_world(every_address_is_ours);
}
END_TEST

START_TEST(a_question_is_read_and_refused)
{
	char m[] = "\1\2\1\0\0\1\0\0\0\0\0\0\4PEER\7example\0\0\41\0\1";
	size_t n = sizeof m - 1;
	struct dns_question q;

	ck_assert(dns_question_read((struct view){ m, n }, &q));
	ck_assert_str_eq(q.name, "peer.example");
	ck_assert_str_eq(q.type, "SRV");
	ck_assert_uint_eq(q.end, n);
	for (size_t cut = 0; cut < n; cut++)
		ck_assert(!dns_question_read((struct view){ m, cut }, &q));
	ck_assert_uint_eq(dns_refuse(m, n, 2, false), n);
	ck_assert_int_eq(m[3] & 0x0f, 2);
	ck_assert(!dns_question_read((struct view){ m, n }, &q)); /* an answer now */
}
END_TEST

UNIT("world", dns_answers_and_says_what_was_asked, certificates_name_what_their_form_says,
     a_child_that_ends_is_never_ready, a_child_has_an_environment_of_its_own,
     a_program_that_is_not_there_ends_with_127, processor_time_of_a_child_grows,
     who_becomes_a_daemon_is_seen,
     actors_have_addresses_of_their_own_on_standard_ports, a_question_is_read_and_refused)
