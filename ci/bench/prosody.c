/* prosody.c - Prosody as the profile in peers/ configures it, but for its log:
 * with every stanza in it, the comparison would not be fair. */
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include <openssl/evp.h>

#include "ci/bench/bench.h"

#define CONFIGURE "peers/prosody/configure"

static void note_exit(void *arg, struct child *c, int status)
{
	(void)c;
	*(int *)arg = WIFEXITED(status) ? WEXITSTATUS(status) : 128;
}

static bool configure(struct bench *b, const char *name, const char *domain, const char *dir,
                      const char *host)
{
	enum { N = 9 };
	char *env[N + 1] = { NULL }, script[PATH_MAX], log[PATH_MAX];
	char *argv[] = { script, NULL };
	struct child_settings s = { .name = log, .argv = argv, .env = env, .cwd = dir };
	struct certificate cert;
	struct buf text[N] = { 0 };
	int status = -1;
	bool ok;

	if (realpath(CONFIGURE, script) == NULL)
		return fault_set(b->f, CONFIGURE, 0, 0, "%s", strerror(errno));
	if (!world_certificate(b->world, domain, "valid", &cert, b->f))
		return false;
	snprintf(log, sizeof log, "%s-configure", name);
	buf_printf(&text[0], "FEDLAB_DIR=%s", dir);
	buf_printf(&text[1], "FEDLAB_DOMAIN=%s", domain);
	buf_printf(&text[2], "FEDLAB_HOST=%s", host);
	buf_printf(&text[3], "FEDLAB_CERTIFICATE=%s", cert.pem);
	buf_printf(&text[4], "FEDLAB_KEY=%s", cert.key);
	buf_printf(&text[5], "FEDLAB_TRUST=%s", world_trust(b->world));
	buf_puts(&text[6], "FEDLAB_POLICY=/dev/null");
	buf_puts(&text[7], "FEDLAB_ACCOUNTS=user");
	buf_puts(&text[8], "FEDLAB_SETTINGS=tls=required\ndialback=no");
	for (size_t i = 0; i < N; i++)
		env[i] = buf_take(&text[i]);
	ok = child_start(b->world, &s, note_exit, &status, b->f) != NULL;
	while (ok && status < 0)
		loop_once(b->loop, 100);
	for (size_t i = 0; i < N; i++)
		free(env[i]);
	return ok && (status == 0 || fault_set(b->f, CONFIGURE, 0, 0, "ended with %d", status));
}

static bool quieten(struct bench *b, const char *path)
{
	static const char loud[] = "min = \"debug\"", quiet[] = "min = \"warn\"";
	char text[8192];
	FILE *from = fopen(path, "re");
	size_t n = from != NULL ? fread(text, 1, sizeof text - 1, from) : 0;
	struct view all = { text, n };
	size_t at = view_find(all, view_of(loud));
	struct buf out = { 0 };
	bool ok;

	if (from != NULL)
		fclose(from);
	if (at == n)
		return fault_set(b->f, path, 0, 0, "has no line with %s", loud);
	buf_put(&out, text, at);
	buf_puts(&out, quiet);
	buf_putv(&out, view_from(all, at + sizeof loud - 1));
	ok = write_file(b, path, buf_view(&out));
	buf_free(&out);
	return ok;
}

bool prosody_start(struct bench *b, const char *name, const char *domain, struct program *p)
{
	static const unsigned ports[] = { 5222, 5269 };
	char dir[PATH_MAX - 20], file[PATH_MAX], host[ADDRESS_MAX];
	char *argv[] = { "prosody", "--config", file, "-F", NULL };

	if (!world_address(b->world, name, &p->at, b->f))
		return false;
	snprintf(dir, sizeof dir, "%s/%s", world_dir(b->world), name);
	snprintf(file, sizeof file, "%s/prosody.cfg.lua", dir);
	if (mkdir(dir, 0777) != 0 && errno != EEXIST)
		return fault_set(b->f, dir, 0, 0, "%s", strerror(errno));
	return configure(b, name, domain, dir, host_text(&p->at, host)) && quieten(b, file) &&
	       program_start(b, name, argv, ports, 2, p);
}

static bool open_stream(struct party *p, const char *domain)
{
	party_restart(p);
	party_printf(p,
	             "<?xml version='1.0'?><stream:stream xmlns='jabber:client'"
	             " xmlns:stream='http://etherx.jabber.org/streams' to='%s' version='1.0'>",
	             domain);
	return party_expect(p, "stream:stream") && party_expect(p, "stream:features");
}

static bool login(struct party *p, const char *domain)
{
	static const unsigned char plain[] = "\0user\0pw";
	unsigned char code[32];

	EVP_EncodeBlock(code, plain, sizeof plain - 1);
	if (!open_stream(p, domain))
		return false;
	party_printf(p,
	             "<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl'"
	             " mechanism='PLAIN'>%s</auth>",
	             (char *)code);
	if (!party_expect(p, "success") || !open_stream(p, domain))
		return false;
	party_printf(p, "<iq type='set' id='b'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'>"
	                "<resource>r</resource></bind></iq>");
	if (!party_expect(p, "iq"))
		return false;
	party_printf(p, "<presence/>");
	return party_expect(p, "presence");
}

struct party *prosody_login(struct bench *b, const struct program *p, const char *domain)
{
	struct address to = at_port(&p->at, 5222);
	struct party *c = party_dial(b, &to);

	if (c != NULL && !login(c, domain))
		party_free(&c);
	return c;
}
