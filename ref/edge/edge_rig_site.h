/* edge_rig_site.h - edges made from settings of a test, and their end.
 *
 * Header only, so that nothing of it ends up in the product.
 */
#ifndef REF_EDGE_EDGE_RIG_SITE_H
#define REF_EDGE_EDGE_RIG_SITE_H

#include "edge/edge_rig_dns.h"
#include "lib/log.h"

static inline char *file(const char *text)
{
	struct buf content = { 0 };

	buf_puts(&content, text);
	return tc_file(&content);
}

static inline struct edge_settings *settings_of(struct site *s, const char *more)
{
	struct buf conf = { 0 };
	struct edge_settings *settings;

	buf_printf(&conf,
	           "partners: %s\n"
	           "listen: [\"127.0.0.1:0\"]\n"
	           "domains: {%s: {certificate: %s, key: %s}}\n"
	           "trust: %s\n"
	           "link: {listen: [\"127.0.0.1:0\"], certificate: %s, key: %s,\n"
	           "  trust: %s, gateways: [gw.example]}\n"
	           "resolver: {forward: [\"127.0.0.1@%u\"]}\n%s",
	           s->partners_file, s->domain, s->cert_file, s->key_file, ca_file,
	           s->cert_file, s->key_file, ca_file, dns_port(), more);
	if (s->conf_file != NULL)
		tc_unlink(&s->conf_file);
	s->conf_file = tc_file(&conf);
	settings = edge_settings_load(s->conf_file, &fault);
	ck_assert_msg(settings != NULL, "%s", fault.text);
	return settings;
}

static inline void site_begin(struct site *s, const char *domain,
                              const char *partners, const char *more)
{
	char san[64];

	snprintf(san, sizeof san, "dns:%s", domain);
	s->domain = domain;
	s->cert = tc_leaf(&ca, san);
	s->cert_file = tc_cert_file(&s->cert);
	s->key_file = tc_key_file(&s->cert);
	s->partners_file = file(partners);
	s->edge = edge_new(loop, settings_of(s, more), &fault);
	ck_assert_msg(s->edge != NULL, "%s", fault.text);
}

static inline bool site_reload(struct site *s, const char *partners)
{
	tc_unlink(&s->partners_file);
	s->partners_file = file(partners);
	return edge_reload(s->edge, settings_of(s, ""), &fault);
}

static inline void site_end(struct site *s)
{
	edge_free(&s->edge);
	tc_unlink(&s->conf_file);
	tc_unlink(&s->partners_file);
	tc_unlink(&s->key_file);
	tc_unlink(&s->cert_file);
	tc_free(&s->cert);
	*s = (struct site){ .edge = NULL };
}

/* Both sites; each has the other as a partner with this policy. */
static inline void begin_with(const char *policy, const char *more)
{
	char partners[200];

	log_threshold(getenv("LOUD") ? LOG_DEBUG : LOG_ERROR);
	loop = loop_new();
	ca = tc_ca("lab", NULL);
	gw_cert = tc_leaf(&ca, "dns:gw.example");
	ca_file = tc_cert_file(&ca);
	dns_begin();
	snprintf(partners, sizeof partners, "b.example: {%s}\n", policy);
	site_begin(&a, "a.example", partners, more);
	snprintf(partners, sizeof partners, "a.example: {%s}\n", policy);
	site_begin(&b, "b.example", partners, more);
}

static inline void begin(const char *policy)
{
	begin_with(policy, "");
}

static inline void end(void)
{
	if (b.edge != NULL)
		site_end(&b);
	site_end(&a);
	watch_free(&dns_watch);
	close(dns_fd);
	fault_free(&fault);
	tc_unlink(&ca_file);
	tc_free(&gw_cert);
	tc_free(&ca);
	loop_free(&loop);
}

#endif
