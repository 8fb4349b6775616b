/* keylog.h - SSLKEYLOGFILE: the secrets of sessions, for whoever debugs.
 *
 * The file format is that of NSS, read by Wireshark.  Anybody who reads the
 * file reads all traffic: so it is made for its owner alone, and the log warns.
 */
#ifndef REF_TLS_KEYLOG_H
#define REF_TLS_KEYLOG_H

#include <openssl/ssl.h>

/* Makes sessions of `ssl` write their secrets, if the environment asks. */
void keylog_attach(SSL_CTX *ssl);

#endif
