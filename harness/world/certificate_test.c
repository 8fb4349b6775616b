/* Certificates with and without defects, by form. */
#include "world/world_rig.h"

#include <openssl/pem.h>
#include <openssl/x509v3.h>

static bool names(const char *pem, const char *domain)
{
	FILE *from = fopen(pem, "r");
	X509 *x = PEM_read_X509(from, NULL, NULL, NULL);
	bool yes = X509_check_host(x, domain, 0, X509_CHECK_FLAG_NEVER_CHECK_SUBJECT, NULL) ==
	           1;

	fclose(from);
	X509_free(x);
	return yes;
}

static int certificates_are_made(struct loop *l, struct world *w)
{
	struct certificate c;
	struct fault f = { 0 };
	int bad = 0;

	(void)l;
	if (!authority_make("build/world-test/cert", &f))
		return 10;
	bad += !world_certificate(w, "peer.example", "valid", &c, &f);
	bad += !names(c.pem, "peer.example");
	bad += !world_certificate(w, "peer.example", "wrong-name", &c, &f);
	bad += names(c.pem, "peer.example");
	bad += !world_certificate(w, "im.peer.example", "wildcard", &c, &f);
	bad += !names(c.pem, "im.peer.example");
	bad += !world_certificate(w, "peer.example", "cn-only", &c, &f);
	bad += names(c.pem, "peer.example");
	bad += world_certificate(w, "peer.example", "vaild", &c, &f);
	fault_free(&f);
	return bad;
}

START_TEST(certificates_name_what_their_form_says)
{
	in_world("build/world-test/cert", certificates_are_made);
	ck_assert(certificate_form_is_known(VIEW("expired")));
	ck_assert_str_eq(certificate_form_nearest(VIEW("expird")), "expired");
}
END_TEST

UNIT("certificate", certificates_name_what_their_form_says)
