#include "sip/transaction_key.h"

/* So that one kind of key is never another. */
enum { CLIENT = 1, SERVER, SERVER_2543, REQUEST };

#define COUNT(v) (sizeof(v) / sizeof(v)[0])

static uint64_t salt(unsigned kind, uint64_t number)
{
	return number << 8 | kind;
}

struct sip_hash transaction_client_key(const struct sip_hash_key *k, struct view branch,
                                       struct view method)
{
	const struct view v[] = { branch, method };

	return sip_hash_list(k, v, COUNT(v), CLIENT);
}

/* An ACK carries the To tag of our answer, which the INVITE had not. */
static struct sip_hash key_2543(const struct sip_hash_key *k, const struct sip_message *m,
                                struct view method)
{
	const struct view v[] = { m->uri_text, m->from.tag, m->call_id, m->via.text, method,
	                          view_is(method, "INVITE") ? VIEW("") : m->to.tag };

	return sip_hash_list(k, v, COUNT(v), salt(SERVER_2543, m->cseq.number));
}

struct sip_hash transaction_server_key(const struct sip_hash_key *k,
                                       const struct sip_message *m, struct view method)
{
	const struct view v[] = { m->via.branch, m->via.host, method };

	if (!sip_branch_is_3261(m->via.branch))
		return key_2543(k, m, method);
	return sip_hash_list(k, v, COUNT(v), salt(SERVER, m->via.port));
}

uint64_t transaction_request_key(const struct sip_hash_key *k, const struct sip_message *m)
{
	const struct view v[] = { m->call_id, m->from.tag, m->method_name };

	return sip_hash_list(k, v, COUNT(v), salt(REQUEST, m->cseq.number)).h[0];
}

bool transaction_may_be_ours(const struct sip_message *response)
{
	return response->n_via == 1;
}
