#include "tls/keylog.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/buf.h"
#include "lib/log.h"

static int keylog_fd = -1;	/* one file for the whole process */
static bool keylog_tried;

static void keylog_open(const char *path)
{
	keylog_tried = true;
	keylog_fd = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
	if (keylog_fd < 0)
		log_event(LOG_WARN, "keylog-impossible", LOG_S("file", path),
		          LOG_S("reason", strerror(errno)));
	else
		log_event(LOG_WARN, "keylog-active", LOG_S("file", path));
}

static void on_secret(const SSL *ssl, const char *line)
{
	struct buf out = { 0 };

	(void)ssl;
	if (keylog_fd < 0)
		return;
	/* In one piece: other programs may append to the same file. */
	buf_printf(&out, "%s\n", line);
	if (write(keylog_fd, buf_cstr(&out), buf_len(&out)) != (ssize_t)buf_len(&out)) {
		log_event(LOG_WARN, "keylog-impossible", LOG_S("reason", strerror(errno)));
		close(keylog_fd);
		keylog_fd = -1;
	}
	OPENSSL_cleanse(out.mem, out.cap);
	buf_free(&out);
}

void keylog_attach(SSL_CTX *ssl)
{
	/* Never for a program that runs with more rights than its caller. */
	const char *path = secure_getenv("SSLKEYLOGFILE");

	if (path == NULL || *path == '\0')
		return;
	if (!keylog_tried)
		keylog_open(path);
	if (keylog_fd >= 0)
		SSL_CTX_set_keylog_callback(ssl, on_secret);
}
