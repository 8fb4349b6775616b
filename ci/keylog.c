/* keylog.c - preloaded into a partner, makes OpenSSL honour SSLKEYLOGFILE.
 *
 * Programs such as Prosody and ejabberd have no key log of their own.  With
 * it their captures can be read (docs/adapters.md).  Never preloaded into the
 * reference, which honours the variable itself.
 */
#include <dlfcn.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/uio.h>
#include <unistd.h>

typedef struct ssl_st SSL;
typedef struct ssl_ctx_st SSL_CTX;
typedef void (*keylog_fn)(const SSL *, const char *);

SSL *SSL_new(SSL_CTX *ctx);

static void keep(const SSL *ssl, const char *line)
{
	const char *path = getenv("SSLKEYLOGFILE");
	struct iovec part[2];
	ssize_t n;
	int fd;

	(void)ssl;
	if (path == NULL)
		return;
	fd = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
	if (fd < 0)
		return;
	part[0].iov_base = strdup(line);
	part[0].iov_len = strlen(line);
	part[1].iov_base = (char[]){ '\n' };
	part[1].iov_len = 1;
	n = writev(fd, part, 2);	/* one write: lines of processes do not mix */
	(void)n;
	free(part[0].iov_base);
	close(fd);
}

SSL *SSL_new(SSL_CTX *ctx)
{
	static SSL *(*real)(SSL_CTX *);
	static void (*set)(SSL_CTX *, keylog_fn);

	if (real == NULL) {
		*(void **)&real = dlsym(RTLD_NEXT, "SSL_new");
		*(void **)&set = dlsym(RTLD_NEXT, "SSL_CTX_set_keylog_callback");
	}
	if (set != NULL && getenv("SSLKEYLOGFILE") != NULL)
		set(ctx, keep);
	return real(ctx);
}
