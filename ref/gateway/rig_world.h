/* rig_world.h - a gateway that runs on files of its own, is killed, and finds its disk full.
 */
#ifndef REF_GATEWAY_RIG_WORLD_H
#define REF_GATEWAY_RIG_WORLD_H

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "gateway/rig_edge.h"
#include "gateway/rig_sip.h"
#include "gateway/settings.h"
#include "gateway/store.h"
#include "lib/log.h"
#include "lib/unit_disk.h"
#include "tls/testcert_dir.h"

#define WALL  1700000000 /* seconds since 1970 when a test begins */
#define HOURS (3600 * 1000)

static struct fault fault;

static inline void rig_put_certificates(void)
{
	struct tc ca = tc_ca("ca", NULL);

	dir_put_cert("ca.pem", &ca);
	dir_put_leaf(&ca, "gw1.pem", "gw1.key", "dns:gw1.contoso.example");
	tc_free(&ca);
}

static inline struct gateway_settings *rig_settings(const char *partners, const char *more)
{
	struct gateway_settings *s;
	struct buf text = { 0 };

	dir_puts("partners.yml", partners);
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
	dir_put_buf("fed-gateway.yml", &text);
	s = gateway_settings_load(in_dir("fed-gateway.yml"), &fault);
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
	dir_begin();
	memset(&loop, 0, sizeof loop);
	loop.now = 1000;
	rig_wall = (uint64_t)WALL * 1000 - loop.now;
	rig_put_certificates();
	starts_with(RIG_PARTNERS, more);
}

static inline void begin(void)
{
	begin_with("");
}

static inline void end(void)
{
	is("");
	gateway_free(&g);
	ck_assert_ptr_null(loop.timers);
	free(rig_watch);
	rig_watch = NULL;
	buf_free(&story);
	dir_unlink("gateway.db");
	dir_end();
}

static inline void rig_copy(const char *from, const char *to)
{
	FILE *in = fopen(in_dir(from), "r"), *out = fopen(in_dir(to), "w");
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
	ck_assert_int_eq(rename(in_dir("kept.db"), in_dir("gateway.db")), 0);
	ck_assert_int_eq(rename(in_dir("kept.wal"), in_dir("gateway.db-wal")), 0);
}

/* The log of its database cannot grow. */
static inline void disk_is_full(bool full)
{
	struct stat wal;

	ck_assert_int_eq(stat(in_dir("gateway.db-wal"), &wal), 0);
	if (full)
		disk_ends_at((uint64_t)wal.st_size);
	else
		disk_is_free();
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
