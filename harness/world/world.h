/* world.h - one private internet: namespaces, addresses, names, certificates,
 * child processes.
 *
 * world_run() forks a child that becomes PID 1 of its own user, network, mount
 * and PID namespaces, as an ordinary user or as root.  It has every address
 * of 10.0.0.0/8 and 127.0.0.0/8 it asks for on `lo`, standard ports, its own
 * /etc/resolv.conf and /etc/hosts, a tmpfs on /run and /tmp, and no way out.
 * When it ends, or its parent dies by whatever signal, everything it started
 * is gone.
 */
#ifndef HARNESS_WORLD_H
#define HARNESS_WORLD_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "lib/fault.h"
#include "lib/loop.h"
#include "lib/view.h"
#include "lib/wire.h"

/* May this machine make namespaces, and has it the lab's name server?  False: *f
 * says what to do about it.  Completes PATH (programs.h). */
bool world_possible(struct fault *f);

/* Forks; the child enters its namespaces, runs main_fn(arg) and exits with its
 * result.  Returns the child's pid (wait for it), or -1 and *f. */
pid_t world_fork(int (*main_fn)(void *arg), void *arg, struct fault *f);

/* --- inside: the world of one case ------------------------------------------- */
struct world;

struct world_settings {
	const char *dir;	/* this case's directory; made; everything goes there */
	const char *authority;	/* directory of the run's certificate authority */
	uint64_t seed;
	bool keylog;		/* children write TLS secrets to dir/keys.log */
};

struct world *world_new(struct loop *l, const struct world_settings *s,
                        struct fault *f);
void world_free(struct world **wp);		/* ends every child */
const char *world_dir(const struct world *w);

/* An address of its own for `name` ("A", an actor's name); the same name gives
 * the same address.  Added to lo at once. */
bool world_address(struct world *w, const char *name, struct address *out,
                   struct fault *f);

/* --- DNS: Knot, behind a proxy that tells who asked what ------------------------ */
/* Records in zone file syntax, e.g. "_xmpp-server._tcp SRV 0 0 5269 host".
 * Every zone the cast needs is collected before world_dns_start(). */
void world_dns_record(struct world *w, const char *owner_fqdn, const char *type,
                      const char *data);
/* `domain` is a zone of its own, signed (ECDSA P-256); before its records. */
void world_dns_sign(struct world *w, const char *domain);
/* The keys of the signed zones, for whoever validates; once it has started.  NULL:
 * there are none. */
const char *world_dns_anchor(const struct world *w);
struct dns_fault {		/* what the proxy does to queries of a name */
	enum { DNS_FAULT_NONE, DNS_FAULT_SERVFAIL, DNS_FAULT_SILENT, DNS_FAULT_TRUNCATE,
	       DNS_FAULT_FORGED /* the signatures of its records are broken */ } kind;
};
void world_dns_fault(struct world *w, const char *owner_fqdn, struct dns_fault fault);
/* `asked` is called for every query before it is answered. */
bool world_dns_start(struct world *w,
                     void (*asked)(void *arg, const char *type, const char *name),
                     void *arg, struct fault *f);

/* --- certificates --------------------------------------------------------------- */
/* One authority per run (made once), leaves per case.  `form` is a named form
 * or defect, certificate.tbl: valid srv-only xmppaddr-only wildcard expired
 * not-yet wrong-name unknown-issuer self-signed is-ca client-only server-only
 * weak-key cn-only cn-tricks nul-in-name partial-wildcard srv-client
 * xmppaddr-user ...  Files stay in the case's directory. */
struct certificate {
	char pem[512], key[512];	/* paths */
};
bool certificate_form_is_known(struct view form);
const char *certificate_form_nearest(struct view form);
bool world_certificate(struct world *w, const char *domain, const char *form,
                       struct certificate *out, struct fault *f);
/* The data of a TLSA record (RFC 6698 2.1), by the words of setting.tbl, about `c`. */
bool world_tlsa(const struct world *w, const struct certificate *c, const char *kind,
                char *out, size_t size, struct fault *f);
/* The authority's revocation list, with what was made in the form "revoked" so far: good
 * for a day, or (`expired`) overdue since yesterday.  The file follows. */
bool world_crl(struct world *w, bool expired, char *out, size_t size, struct fault *f);
/* The authority's PEM bundle that everybody in the world trusts. */
const char *world_trust(const struct world *w);
bool authority_make(const char *dir, struct fault *f);	/* once per run */

/* --- children ---------------------------------------------------------------------- */
struct child;

struct child_settings {
	const char *name;		/* log is dir/NAME.log */
	char *const *argv;
	char *const *env;		/* NAME=VALUE added; NULL: none */
	const char *cwd;		/* NULL: the case's directory */
	const char *user_note;		/* for people */
	bool preload_keylog;		/* unmodified partners under --pcap */
	bool terminal;			/* a person's shell: keeps ours, no log */
	bool private_tmp;		/* an empty /tmp of its own: what it leaves there is gone
					 * with it.  What lies in ours it cannot see */
};
struct child *child_start(struct world *w, const struct child_settings *s,
                          void (*exited)(void *arg, struct child *c, int status),
                          void *arg, struct fault *f);
pid_t child_pid(const struct child *c);
void child_signal(struct child *c, int signo);
bool child_is_alive(const struct child *c);
/* Of a child that has ended: does something that it started go on?  Then its name, as the
 * kernel has it, is in `out`: whoever becomes a daemon ends so. */
bool child_has_left(const struct child *c, char *out, size_t size);
/* Of it and of what it has started and still runs. */
uint64_t child_rss_kib(const struct child *c);
uint64_t child_cpu_us(const struct child *c);	/* user and system time so far */

struct world_port {
	struct address at;
	bool udp;
};
/* Calls `ready` once somebody listens on every one of `ports`, or `failed`
 * when the child ends before that or `limit_ms` is over. */
void child_when_ready(struct loop *l, struct child *c, const struct world_port *ports, size_t n,
                      uint64_t limit_ms, void (*ready)(void *arg),
                      void (*failed)(void *arg, const char *why), void *arg);

/* Has the socket at the far end of this connection (local and peer as seen by
 * us) an empty receive queue, or is it gone?  By /proc/net/tcp. */
bool world_peer_has_read(const struct address *local, const struct address *peer);

/* The TCP sockets whose own end is at `at`, by /proc/net/tcp: those that listen there, or
 * at its port on any address, and those that are established. */
struct world_sockets {
	unsigned listening, established;
};
void world_sockets_at(const struct address *at, struct world_sockets *out);

/* The same of a UDP socket, by its own address. */
bool world_socket_has_read(const struct address *at);

/* --- capture: everything on lo, as pcapng with the TLS secrets inside ---------------- */
struct capture;
struct capture *capture_start(struct world *w, const char *path, struct fault *f);
/* Adds dir/keys.log as a decryption secrets block in front, and a comment
 * "step N" to the next packet. */
void capture_comment(struct capture *c, const char *words);
bool capture_stop(struct capture **cp, struct fault *f);

#endif
