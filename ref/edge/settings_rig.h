/* settings_rig.h - a directory with a configuration in it, loaded; for the tests of this folder.
 *
 * begin() makes the directory, with certificates; load() loads a configuration there and
 * reads what was logged; end() leaves nothing of both.
 */
#ifndef REF_EDGE_SETTINGS_RIG_H
#define REF_EDGE_SETTINGS_RIG_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "edge/settings.h"
#include "lib/log.h"
#include "lib/unit.h"
#include "tls/testcert.h"

static char dir[] = "/tmp/settings-XXXXXX";
static struct fault fault;
static char *log_text;

static inline const char *in_dir(const char *name)
{
	static char path[128];

	snprintf(path, sizeof path, "%s/%s", dir, name);
	return path;
}

static inline void put(const char *name, const char *text, size_t n)
{
	FILE *out = fopen(in_dir(name), "w");

	ck_assert_ptr_nonnull(out);
	ck_assert_uint_eq(fwrite(text, 1, n, out), n);
	ck_assert_int_eq(fclose(out), 0);
}

static inline void put_buf(const char *name, struct buf *b)
{
	put(name, buf_cstr(b), buf_len(b));
	buf_free(b);
}

static inline void put_leaf(const struct tc *issuer, const char *cert, const char *key,
                     const char *san)
{
	struct tc c = tc_leaf(issuer, san);
	struct buf pem = { 0 };

	tc_pem_cert(&c, &pem);
	put_buf(cert, &pem);
	tc_pem_key(&c, &pem);
	put_buf(key, &pem);
	tc_free(&c);
}

static const char *const files[] = {
	"fed-edge.yml", "partners.yml", "contoso.pem", "contoso.key", "de.pem",
	"de.key",       "edge.pem",     "edge.key",    "ca.pem",      "log",
	"broken.pem",   "root.key",     "old.crl",     "both.pem",
};

/* Well-formed, and of nobody. */
#define ANCHOR                                                                                 \
	"lab.example. IN DS 12345 13 2 "                                                       \
	"00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff\n"

static inline void begin(void)
{
	struct tc ca = tc_ca("ca", NULL);
	struct buf pem = { 0 };

	memcpy(dir + sizeof dir - 7, "XXXXXX", 6);
	ck_assert_ptr_nonnull(mkdtemp(dir));
	tc_pem_cert(&ca, &pem);
	put_buf("ca.pem", &pem);
	tc_list(&ca, &ca, &pem, -2 * TC_DAY, -TC_DAY);
	put_buf("old.crl", &pem);
	tc_pem_cert(&ca, &pem);
	tc_list(&ca, &ca, &pem, -2 * TC_DAY, -TC_DAY);
	put_buf("both.pem", &pem);
	put_leaf(&ca, "contoso.pem", "contoso.key", "dns:contoso.example");
	put_leaf(&ca, "de.pem", "de.key", "dns:xn--bcher-kva.example");
	put_leaf(&ca, "edge.pem", "edge.key", "dns:edge1.contoso.example");
	put("partners.yml", "", 0);
	put("broken.pem", "no certificate\n", 15);
	put("root.key", ANCHOR, strlen(ANCHOR));
	tc_free(&ca);
}

static inline void end(struct edge_settings **s)
{
	edge_settings_free(s);
	fault_free(&fault);
	free(log_text);
	log_text = NULL;
	for (size_t i = 0; i < sizeof files / sizeof files[0]; i++)
		unlink(in_dir(files[i]));
	ck_assert_int_eq(rmdir(dir), 0);
}

/* Loads `text`, with the log in log_text. */
static inline struct edge_settings *load(const char *text)
{
	struct edge_settings *s;
	FILE *log = fopen(in_dir("log"), "w+");
	struct buf b = { 0 };
	int c;

	ck_assert_ptr_nonnull(log);
	log_to(fileno(log));
	put("fed-edge.yml", text, strlen(text));
	fault_free(&fault);
	s = edge_settings_load(in_dir("fed-edge.yml"), &fault);
	ck_assert((s == NULL) == (fault.text != NULL));
	log_flush();
	log_to(2);
	rewind(log);
	while ((c = fgetc(log)) != EOF)
		buf_putc(&b, (char)c);
	fclose(log);
	free(log_text);
	log_text = buf_take(&b);
	return s;
}

#define DOMAINS \
	"domains:\n" \
	"  contoso.example: {certificate: contoso.pem, key: contoso.key}\n"
#define LINK \
	"link:\n" \
	"  listen: [\"127.0.0.1:23456\"]\n" \
	"  certificate: edge.pem\n" \
	"  key: edge.key\n" \
	"  trust: ca.pem\n" \
	"  gateways: [gw1.contoso.example]\n"
#define LEAST "partners: partners.yml\ntrust: ca.pem\n" DOMAINS LINK
#define LEAST_LINES 11

static inline bool listens(const struct address *a, const char *text)
{
	char b[ADDRESS_MAX];

	return strcmp(address_print(a, b), text) == 0;
}

/* `tail` behind the least that works, or a whole file. */
static inline void refused(const char *text, const char *file, unsigned line,
                    unsigned column, const char *words)
{
	struct edge_settings *s = load(text);

	ck_assert_ptr_null(s);
	ck_assert_msg(fault.line == line && fault.column == column &&
	              strstr(fault.text, words) != NULL, "%s:%u:%u: %s",
	              fault.file, fault.line, fault.column, fault.text);
	ck_assert_str_eq(fault.file, in_dir(file));
	ck_assert_ptr_null(strstr(fault.text, "\n"));
	edge_settings_free(&s);
}

#define TAIL(text, column, words) \
	refused(LEAST text "\n", "fed-edge.yml", LEAST_LINES, column, words)

#endif
