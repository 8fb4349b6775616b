/* Names and addresses of a world. */
#include "world/world_rig.h"

#include <arpa/inet.h>
#include <netdb.h>
#include <resolv.h>
#include <signal.h>
#include <unistd.h>

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

static int dns_serves_and_tells(struct loop *l, struct world *w)
{
	struct fault f = { 0 };
	int bad = 0;

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
	return bad;
}

START_TEST(dns_answers_and_says_what_was_asked)
{
	in_world("build/world-test/dns", dns_serves_and_tells);
}
END_TEST

static int every_address_is_ours(struct loop *l, struct world *w)
{
	struct address a, b, again;
	struct fault f = { 0 };
	struct listener *on;
	int bad = 0;

	(void)l;
	bad += !world_address(w, "A", &a, &f) || !world_address(w, "B", &b, &f) ||
	       !world_address(w, "A", &again, &f);
	bad += address_same_host(&a, &b) || !address_same_host(&a, &again);
	address_set_port(&b, 5269);
	on = listener_new(l, &b, NULL, NULL, &f);
	bad += on == NULL;
	listener_free(&on);
	return bad;
}

START_TEST(actors_have_addresses_of_their_own_on_standard_ports)
{
	in_world("build/world-test/address", every_address_is_ours);
}
END_TEST

UNIT("world", dns_answers_and_says_what_was_asked,
     actors_have_addresses_of_their_own_on_standard_ports)
