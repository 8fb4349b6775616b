/* Sessions are kept although the operator wants none.  Breaks EDGE-RESUME-3. */
#include "tls/resumption.h"

__typeof__(resumption_allow) __real_resumption_allow, __wrap_resumption_allow;

void __wrap_resumption_allow(SSL_CTX *ssl, unsigned most)
{
	__real_resumption_allow(ssl, most != 0 ? most : 1000);
}
