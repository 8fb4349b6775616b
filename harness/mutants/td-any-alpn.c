/* Goes on with a client that offers other protocols only.  Breaks X0368-3-8. */
#include "tls/hello.h"

__typeof__(hello_speak) __wrap_hello_speak;

bool __wrap_hello_speak(SSL_CTX *ssl, const char *name)
{
	(void)ssl, (void)name;
	return true;
}
