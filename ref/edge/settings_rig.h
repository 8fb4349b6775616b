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

#include "edge/settings.h"
#include "lib/log.h"
#include "tls/testcert_dir.h"

static struct fault fault;
static char *log_text;

/* Well-formed, and of nobody. */
#define ANCHOR                                                                                 \
	"lab.example. IN DS 12345 13 2 "                                                       \
	"00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff\n"

static inline void begin(void)
{
	struct tc ca = tc_ca("ca", NULL);
	struct buf pem = { 0 };

	dir_begin();
	dir_put_cert("ca.pem", &ca);
	tc_list(&ca, &ca, &pem, -2 * TC_DAY, -TC_DAY);
	dir_put_buf("old.crl", &pem);
	tc_pem_cert(&ca, &pem);
	tc_list(&ca, &ca, &pem, -2 * TC_DAY, -TC_DAY);
	dir_put_buf("both.pem", &pem);
	dir_put_leaf(&ca, "contoso.pem", "contoso.key", "dns:contoso.example");
	dir_put_leaf(&ca, "de.pem", "de.key", "dns:xn--bcher-kva.example");
	dir_put_leaf(&ca, "edge.pem", "edge.key", "dns:edge1.contoso.example");
	dir_puts("partners.yml", "");
	dir_puts("broken.pem", "no certificate\n");
	dir_puts("root.key", ANCHOR);
	tc_free(&ca);
}

static inline void end(struct edge_settings **s)
{
	edge_settings_free(s);
	fault_free(&fault);
	free(log_text);
	log_text = NULL;
	dir_unlink("log");
	dir_end();
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
	dir_puts("fed-edge.yml", text);
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
