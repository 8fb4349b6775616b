#include "run/host.h"

#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <time.h>
#include <unistd.h>

#include <openssl/crypto.h>

#include "lib/buf.h"
#include "lib/file.h"
#include "lib/mem.h"
#include "run/digest.h"

enum { OS_RELEASE_MOST = 1 << 20 };

/* PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"; NULL: it is not said (os-release(5)). */
static char *os_name(void)
{
	struct buf text = { 0 };
	struct fault f = { 0 };
	struct view line, rest, key;
	char *name = NULL;
	bool more = file_read("/etc/os-release", OS_RELEASE_MOST, &text, &f);

	for (rest = buf_view(&text); more && name == NULL;) {
		more = view_cut(rest, '\n', &line, &rest);
		if (!view_cut(line, '=', &key, &line) || !view_is(key, "PRETTY_NAME"))
			continue;
		if (line.n >= 2 && line.p[0] == '"' && line.p[line.n - 1] == '"')
			line = (struct view){ line.p + 1, line.n - 2 };
		name = view_dup(line);
	}
	fault_free(&f);
	buf_free(&text);
	return name;
}

static char *words(char *const *word, size_t n)
{
	struct buf b = { 0 };

	for (size_t i = 0; i < n; i++)
		buf_printf(&b, "%s%s", i > 0 ? " " : "", word[i]);
	return buf_take(&b);
}

bool host_record(const struct run_options *o, double slowness, unsigned side_by_side,
                 struct record *out, struct fault *f)
{
	const char *bin = getenv("FEDLAB_BIN");
	time_t now = time(NULL);
	struct buf kernel = { 0 };
	struct utsname u;
	struct tm utc;
	long n = sysconf(_SC_NPROCESSORS_ONLN);

	*out = (struct record){ .slowness = slowness,
		                .side_by_side = side_by_side,
		                .pcap = o->pcap,
		                .processors = n > 0 ? (unsigned)n : 0,
		                .selection = words(o->select, o->n_select),
		                .scenarios = o->scenarios != NULL ? mem_strdup(o->scenarios) : NULL,
		                .bin = bin != NULL ? mem_strdup(bin) : NULL,
		                .os = os_name(),
		                .openssl = mem_strdup(OpenSSL_version(OPENSSL_VERSION)) };
	if (gmtime_r(&now, &utc) == NULL ||
	    strftime(out->began, sizeof out->began, "%Y-%m-%dT%H:%M:%SZ", &utc) == 0)
		out->began[0] = '\0';
	if (uname(&u) == 0) {
		buf_printf(&kernel, "%s %s", u.sysname, u.release);
		out->kernel = buf_take(&kernel);
		out->machine = mem_strdup(u.machine);
	}
	return digest_file("/proc/self/exe", out->harness, f);
}
