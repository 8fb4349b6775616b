#include "partner/partner_set.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include <openssl/evp.h>

#include "lib/mem.h"
#include "lib/text.h"

struct partners *partners_new(void)
{
	struct partners *p = mem_zalloc(sizeof *p);

	p->memory = region_new();
	p->by_domain = map_new();
	return p;
}

void partners_free(struct partners **pp)
{
	struct partners *p = *pp;

	if (p == NULL)
		return;
	map_free(&p->by_domain);
	region_free(&p->memory);
	free(p->domain);
	free(p);
	*pp = NULL;
}

void partners_add(struct partners *p, struct view domain,
                  const struct partner *partner)
{
	const void *before = map_put(p->by_domain, domain, (void *)partner);

	assert(before == NULL);
	(void)before;
	p->domain = mem_grow(p->domain, p->n, &p->cap, sizeof *p->domain);
	p->domain[p->n++] = (struct partner_domain){ domain, partner };
}

static int by_name(const void *a, const void *b)
{
	return view_cmp(((const struct partner_domain *)a)->name,
	                ((const struct partner_domain *)b)->name);
}

/* One line for each domain, sorted, with all that its partner means; names hold
 * no white space, and of a file the length comes first, so no two lists look the
 * same. */
static void print_meaning(const struct partners *p, struct buf *out)
{
	struct partner_domain *sorted;

	if (p->n == 0)
		return;
	sorted = mem_array(p->n, sizeof *sorted);
	memcpy(sorted, p->domain, p->n * sizeof *sorted);
	qsort(sorted, p->n, sizeof *sorted, by_name);
	for (size_t i = 0; i < p->n; i++) {
		const struct partner *x = sorted[i].partner;
		const char *trust = x->trust != NULL ? x->trust_word : "";

		buf_printf(out, "%.*s of %s: %d %d %d %d %d %lu %s %zu:%s\n",
		           VIEW_ARG(sorted[i].name), x->domain, (int)x->type,
		           (int)x->policy.tls, (int)x->policy.sasl,
		           x->policy.dialback ? 1 : 0, x->keepalive ? 1 : 0,
		           (unsigned long)x->connection_limit,
		           x->proxy_fqdn != NULL ? x->proxy_fqdn : "-", strlen(trust),
		           trust);
	}
	free(sorted);
}

void partners_seal(struct partners *p)
{
	struct buf meaning = { 0 }, hex = { 0 };
	unsigned char md[EVP_MAX_MD_SIZE];
	unsigned len = 0;
	int ok;

	for (size_t i = 0; i < p->n; i++)
		if (view_is(p->domain[i].name, p->domain[i].partner->domain))
			p->count++;
	print_meaning(p, &meaning);
	ok = EVP_Digest(buf_cstr(&meaning), buf_len(&meaning), md, &len,
	                EVP_sha256(), NULL);
	/* SHA-256 of bytes in memory fails only when OpenSSL is broken. */
	assert(ok == 1 && 2 * len == sizeof p->digest - 1);
	(void)ok;
	text_hex((struct view){ (const char *)md, len }, &hex);
	memcpy(p->digest, buf_cstr(&hex), sizeof p->digest);
	buf_free(&hex);
	buf_free(&meaning);
}

const struct partner *partner_of(const struct partners *p, struct view domain)
{
	return map_get(p->by_domain, domain);
}

size_t partners_count(const struct partners *p)
{
	return p->count;
}

bool partners_next(const struct partners *p, size_t *pos, struct view *domain,
                   const struct partner **partner)
{
	if (*pos >= p->n)
		return false;
	*domain = p->domain[*pos].name;
	*partner = p->domain[*pos].partner;
	(*pos)++;
	return true;
}

const char *partners_digest(const struct partners *p)
{
	return p->digest;
}
