/* reading.h - what the configuration files of both programs have in common.
 *
 * Each function reads one key of a file that lib/conf has taken apart, refuses
 * it at its place, and keeps what it yields in a region.  False or NULL: *f is
 * set.
 */
#ifndef REF_PARTNER_READING_H
#define REF_PARTNER_READING_H

#include "dns/locate.h"
#include "lib/address.h"
#include "lib/conf.h"
#include "lib/region.h"
#include "partner/partner.h"
#include "tls/context.h"

struct reading {
	const struct conf *conf;
	struct region *memory;
	struct fault *f;
};

/* A fault at one item of a list: `key: "text" why`.  Always false. */
bool reading_refuse(const struct reading *r, const struct conf_text *at, const char *key,
                    const char *why);

/* A copy in the region; NULL for none, or an empty one. */
char *reading_keep(const struct reading *r, const char *text);

/* "192.0.2.1:5269"; without a port: `port`. */
bool reading_address(const char *text, unsigned port, struct address *out);
bool reading_addresses(const struct reading *r, const struct conf_list *list, const char *key,
                       unsigned port, struct address **out, size_t *n);

/* resolver.forward, name servers as libunbound takes them, and resolver.trust-anchor:
 * what no resolver can be made with is a fault at its key. */
bool reading_resolver(const struct reading *r, const struct conf_list *forward,
                      const char *trust_anchor, struct resolver_settings *out);

/* A file of tls_context_new() that cannot be used is a fault at the key that
 * names it: `above`.certificate, `above`.key, `trust_key`, or the crl beside it. */
struct tls_context *reading_tls(const struct reading *r, const char *above,
                                const char *trust_key, const struct tls_settings *t);
/* Warns at `trust_key`, or at the crl beside it, when a list there has expired; c NULL:
 * nothing was made. */
void reading_warn_of_lists(const struct reading *r, const char *trust_key,
                           const struct tls_context *c);

/* How the program is looked at while it runs (ref/admin). */
struct admin_settings {
	char *control;			/* path of a socket; NULL: none */
	char *metrics;			/* an address; NULL: none */
	char *probe_from;		/* sender of probes; NULL: fedctl has to name one */
	struct conf_place control_at, metrics_at;
};

/* The keys control, metrics and probe-from; `example`: an address, for the fault. */
bool reading_admin(const struct reading *r, const char *control, const char *metrics,
                   const char *probe_from, const char *example, struct admin_settings *out);

/* The key probe-from, NULL or read by reading_admin(): it has to be of one of our domains. */
bool reading_probe_sender(const struct reading *r, const char *probe_from, const struct view *own,
                          size_t n_own);

/* What is made at `path` when the program starts: a fault at `key` where a directory is,
 * or, with `socket`, anything but a socket; a warning where the directory for it is not
 * yet.  That may come with the service (systemd's RuntimeDirectory, StateDirectory). */
bool reading_place(const struct reading *r, const char *key, const char *path, bool socket);

/* metrics at an address where something else listens, by `other`, at its place or (line 0)
 * by its default: a fault at metrics.  NULL metrics: none. */
bool reading_metrics_apart(const struct reading *r, const char *metrics, const char *other,
                           const struct address *at, struct conf_place place);

/* partners.yml at `path`, named by the key `partners`. */
struct partners *reading_partners(const struct reading *r, const char *path,
                                  const struct view *own, size_t n_own);

/* To the log, event=configuration. */
void reading_warn(const struct fault *f);
/* The same for a key, with its place. */
void reading_warn_at(const struct reading *r, const char *dotted, const char *words);

#endif
