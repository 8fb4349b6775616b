/* rig_world.h - a gateway that runs on files of its own, is killed, and finds its disk full.
 */
#ifndef REF_GATEWAY_RIG_WORLD_H
#define REF_GATEWAY_RIG_WORLD_H

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "gateway/rig_edge.h"
#include "gateway/rig_sip.h"
#include "gateway/settings.h"
#include "gateway/store.h"
#include "lib/log.h"
#include "lib/unit.h"
#include "tls/testcert.h"

#define WALL  1700000000 /* seconds since 1970 when a test begins */
#define HOURS (3600 * 1000)

static char rig_dir[32];
static struct fault fault;
static struct rlimit rig_disk;

static inline const char *rig_path(const char *name)
{
	static char path[2][64];
	static int turn;

	turn = !turn;
	snprintf(path[turn], sizeof path[turn], "%s/%s", rig_dir, name);
	return path[turn];
}

static inline void rig_put(const char *name, struct view text)
{
	FILE *out = fopen(rig_path(name), "w");

	ck_assert_ptr_nonnull(out);
	ck_assert_uint_eq(fwrite(text.p, 1, text.n, out), text.n);
	ck_assert_int_eq(fclose(out), 0);
}

static inline void rig_put_certificates(void)
{
	struct tc ca = tc_ca("ca", NULL), leaf = tc_leaf(&ca, "dns:gw1.contoso.example");
	struct buf pem = { 0 };

	tc_pem_cert(&ca, &pem);
	rig_put("ca.pem", buf_view(&pem));
	buf_clear(&pem);
	tc_pem_cert(&leaf, &pem);
	rig_put("gw1.pem", buf_view(&pem));
	buf_clear(&pem);
	tc_pem_key(&leaf, &pem);
	rig_put("gw1.key", buf_view(&pem));
	buf_free(&pem);
	tc_free(&leaf);
	tc_free(&ca);
}

static inline struct gateway_settings *rig_settings(const char *partners, const char *more)
{
	struct gateway_settings *s;
	struct buf text = { 0 };

	rig_put("partners.yml", view_of(partners));
	buf_printf(&text,
	           "partners: partners.yml\ndomains: [contoso.example]\n"
	           "link:\n  edges: [\"edge1.contoso.example@127.0.0.1:9\"]\n"
	           "  certificate: gw1.pem\n  key: gw1.key\n  trust: ca.pem\n"
	           "store: sqlite:gateway.db\n"
	           "access:\n  allow-federated-users: yes\n"
	           "  global: {federation: yes, xmpp: yes}\n"
	           "sip:\n  listen: [\"udp:127.0.0.1:5099\"]\n  next-hop: \"sip:127.0.0.1\"\n"
	           "  trusted: [127.0.0.1]\n  start-spread: 0ms\n%s%s",
	           strstr(more, "notify-interval") != NULL ? "" : "  notify-interval: 0ms\n",
	           more);
	rig_put("fed-gateway.yml", buf_view(&text));
	buf_free(&text);
	s = gateway_settings_load(rig_path("fed-gateway.yml"), &fault);
	ck_assert_msg(s != NULL, "%s", fault.text);
	return s;
}

#define RIG_PARTNERS "fabrikam.example: {type: federated}\n"

static inline void starts_with(const char *partners, const char *more)
{
	const enum rig_link link = rig_link;

	/* No session is there before it has begun. */
	if (rig_link == RIG_UP)
		rig_link = RIG_DOWN;
	g = gateway_new(&loop, rig_settings(partners, more), &fault);
	ck_assert_msg(g != NULL, "%s", fault.text);
	rig_turn();
	rig_link = link;
	if (rig_link == RIG_UP) {
		g->uplink->ops.changed(g, true);
		g->uplink->ops.began(g);
	}
	pass(1);
	rig_settle();
}

static inline void starts(void)
{
	starts_with(RIG_PARTNERS, "");
}

/* A running gateway; `more`: keys below `sip`, then at the top. */
static inline void begin_with(const char *more)
{
	log_threshold(getenv("LOUD") ? LOG_DEBUG : LOG_ERROR);
	snprintf(rig_dir, sizeof rig_dir, "/tmp/gwrig-XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(rig_dir));
	memset(&loop, 0, sizeof loop);
	loop.now = 1000;
	rig_wall = (uint64_t)WALL * 1000 - loop.now;
	signal(SIGXFSZ, SIG_IGN);
	ck_assert_int_eq(getrlimit(RLIMIT_FSIZE, &rig_disk), 0);
	rig_put_certificates();
	starts_with(RIG_PARTNERS, more);
}

static inline void begin(void)
{
	begin_with("");
}

static inline void end(void)
{
	static const char *const files[] = { "fed-gateway.yml", "partners.yml", "gw1.pem",
		                             "gw1.key",         "ca.pem",       "gateway.db" };

	is("");
	gateway_free(&g);
	ck_assert_ptr_null(loop.timers);
	free(rig_watch);
	rig_watch = NULL;
	buf_free(&story);
	for (size_t i = 0; i < sizeof files / sizeof files[0]; i++)
		unlink(rig_path(files[i]));
	ck_assert_int_eq(rmdir(rig_dir), 0);
}

static inline void rig_copy(const char *from, const char *to)
{
	FILE *in = fopen(rig_path(from), "r"), *out = fopen(rig_path(to), "w");
	char bytes[4096];
	size_t n;

	ck_assert(in != NULL && out != NULL);
	while ((n = fread(bytes, 1, sizeof bytes, in)) != 0)
		ck_assert_uint_eq(fwrite(bytes, 1, n, out), n);
	ck_assert(fclose(in) == 0 && fclose(out) == 0);
}

/* The process is gone; the disk has what it had at that instant. */
static inline void is_killed(void)
{
	rig_copy("gateway.db", "kept.db");
	rig_copy("gateway.db-wal", "kept.wal");
	gateway_free(&g);
	loop.n_hook = 0;
	ck_assert_int_eq(rename(rig_path("kept.db"), rig_path("gateway.db")), 0);
	ck_assert_int_eq(rename(rig_path("kept.wal"), rig_path("gateway.db-wal")), 0);
}

/* RLIMIT_FSIZE stands for a full disk: what makes the log of the database longer fails
 * with EFBIG. */
static inline void disk_is_full(bool full)
{
	struct rlimit l = rig_disk;
	struct stat wal;

	ck_assert_int_eq(stat(rig_path("gateway.db-wal"), &wal), 0);
	if (full)
		l.rlim_cur = (rlim_t)wal.st_size;
	ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &l), 0);
}

static inline void rig_row(void *arg, const struct store_row *row)
{
	buf_printf(arg, "%s%s", buf_len(arg) != 0 ? " " : "", store_state_word(row->state));
}

/* What a gateway that starts now would find: "granted asked". */
static inline const char *on_disk(enum store_side side)
{
	static struct buf rows;
	const char *why;

	buf_clear(&rows);
	ck_assert(store_each(g->store, side, rig_row, &rows, &why));
	return buf_len(&rows) != 0 ? buf_cstr(&rows) : "";
}

#endif
