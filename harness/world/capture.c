/* capture.c - everything on lo, as pcapng with the TLS secrets in front.
 *
 * draft-ietf-opsawg-pcapng: section header, interface, decryption secrets,
 * packets.  The secrets are known last and must stand first, so packets are
 * kept in a file of their own until the end.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <limits.h>
#include <linux/if_packet.h>
#include <net/ethernet.h>
#include <net/if.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "lib/buf.h"
#include "lib/mem.h"
#include "world/private.h"

enum { PACKET_MAX = 262144, QUEUE_BYTES = 32 << 20 };

struct capture {
	struct world *world;
	char *path, *packets;		/* the result; what is kept until then */
	FILE *to;
	int fd;
	struct watch *watch;
	struct buf comment;		/* for the next packet */
	char *scratch;
	bool lost;			/* the disk was full */
};

static void put32(struct buf *b, uint32_t n)
{
	buf_put(b, &n, sizeof n);
}

static void put16(struct buf *b, uint16_t n)
{
	buf_put(b, &n, sizeof n);
}

static void pad(struct buf *b)
{
	while (buf_len(b) % 4 != 0)
		buf_putc(b, '\0');
}

/* A block: its type, its length at both ends, and what is in between. */
static bool put_block(FILE *to, uint32_t type, struct buf *body)
{
	struct buf b = { 0 };
	uint32_t len;
	bool ok;

	pad(body);
	len = (uint32_t)buf_len(body) + 12;
	put32(&b, type);
	put32(&b, len);
	buf_putv(&b, buf_view(body));
	put32(&b, len);
	ok = fwrite(buf_cstr(&b), 1, buf_len(&b), to) == buf_len(&b);
	buf_free(&b);
	buf_free(body);
	return ok;
}

static bool put_section(FILE *to)
{
	struct buf b = { 0 };
	bool ok;

	put32(&b, 0x1a2b3c4d);
	put16(&b, 1);
	put16(&b, 0);
	put32(&b, 0xffffffff); /* section length: not given */
	put32(&b, 0xffffffff);
	ok = put_block(to, 0x0a0d0d0a, &b);
	put16(&b, 1); /* Ethernet, as lo is */
	put16(&b, 0);
	put32(&b, PACKET_MAX);
	return put_block(to, 1, &b) && ok;
}

static bool put_secrets(FILE *to, struct view secrets)
{
	struct buf b = { 0 };

	if (secrets.n == 0)
		return true;
	put32(&b, 0x544c534b); /* "TLSK" */
	put32(&b, (uint32_t)secrets.n);
	buf_putv(&b, secrets);
	return put_block(to, 0x0000000a, &b);
}

static bool put_packet(struct capture *c, const char *packet, size_t n, size_t whole)
{
	struct timespec t;
	struct buf b = { 0 };
	uint64_t us;

	clock_gettime(CLOCK_REALTIME, &t);
	us = (uint64_t)t.tv_sec * 1000000 + (uint64_t)t.tv_nsec / 1000;
	put32(&b, 0);
	put32(&b, (uint32_t)(us >> 32));
	put32(&b, (uint32_t)us);
	put32(&b, (uint32_t)n);
	put32(&b, (uint32_t)whole);
	buf_put(&b, packet, n);
	pad(&b);
	if (buf_len(&c->comment) > 0) {
		put16(&b, 1); /* opt_comment */
		put16(&b, (uint16_t)buf_len(&c->comment));
		buf_putv(&b, buf_view(&c->comment));
		pad(&b);
		put32(&b, 0); /* opt_endofopt */
		buf_clear(&c->comment);
	}
	return put_block(c->to, 6, &b);
}

static void hear(void *arg)
{
	struct capture *c = arg;
	struct sockaddr_ll from;
	socklen_t len = sizeof from;
	ssize_t n;

	while ((n = recvfrom(c->fd, c->scratch, PACKET_MAX, MSG_DONTWAIT | MSG_TRUNC,
	                     (struct sockaddr *)&from, &len)) > 0) {
		/* On lo every packet is seen going and coming. */
		if (from.sll_pkttype != PACKET_OUTGOING &&
		    !put_packet(c, c->scratch, (size_t)(n < PACKET_MAX ? n : PACKET_MAX),
		                (size_t)n))
			c->lost = true;
		len = sizeof from;
	}
}

struct capture *capture_start(struct world *w, const char *path, struct fault *f)
{
	struct sockaddr_ll at = { .sll_family = AF_PACKET, .sll_protocol = htons(ETH_P_ALL) };
	struct capture *c = mem_zalloc(sizeof *c);
	struct buf packets = { 0 };
	int room = QUEUE_BYTES;

	c->world = w;
	c->path = mem_strdup(path);
	buf_printf(&packets, "%s.packets", path);
	c->packets = buf_take(&packets);
	c->scratch = mem_alloc(PACKET_MAX);
	c->fd = socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC, htons(ETH_P_ALL));
	at.sll_ifindex = (int)if_nametoindex("lo");
	if (c->fd < 0 || bind(c->fd, (struct sockaddr *)&at, sizeof at) != 0) {
		fault_set(f, NULL, 0, 0, "cannot listen to lo: %s", strerror(errno));
		goto fail;
	}
	/* Root of the user namespace may not force it: what is granted will do. */
	(void)!setsockopt(c->fd, SOL_SOCKET, SO_RCVBUFFORCE, &room, sizeof room);
	(void)!setsockopt(c->fd, SOL_SOCKET, SO_RCVBUF, &room, sizeof room);
	c->to = fopen(c->packets, "we");
	if (c->to == NULL) {
		fault_set(f, c->packets, 0, 0, "cannot be made: %s", strerror(errno));
		goto fail;
	}
	c->watch = watch_new(w->loop, c->fd, hear, c);
	return c;
fail:
	if (c->fd >= 0)
		close(c->fd);
	free(c->path);
	free(c->packets);
	free(c->scratch);
	free(c);
	return NULL;
}

void capture_comment(struct capture *c, const char *words)
{
	if (buf_len(&c->comment) > 0)
		buf_puts(&c->comment, "; ");
	if (buf_len(&c->comment) < 1000)
		buf_puts(&c->comment, words);
}

static void read_whole(const char *path, struct buf *out)
{
	FILE *from = fopen(path, "re");
	size_t n;

	if (from == NULL)
		return; /* nobody spoke TLS */
	while ((n = fread(buf_room(out, 65536), 1, 65536, from)) > 0)
		buf_grew(out, n);
	fclose(from);
}

static bool assemble(struct capture *c)
{
	FILE *to = fopen(c->path, "we"), *from = fopen(c->packets, "re");
	struct buf secrets = { 0 };
	char keys[PATH_MAX];
	struct fault none = { 0 };
	size_t n;
	bool ok = to != NULL && from != NULL && !c->lost;

	if (ok && world_path(c->world, "keys.log", keys, &none))
		read_whole(keys, &secrets);
	fault_free(&none);
	ok = ok && put_section(to) && put_secrets(to, buf_view(&secrets));
	while (ok && (n = fread(c->scratch, 1, PACKET_MAX, from)) > 0)
		ok = fwrite(c->scratch, 1, n, to) == n;
	if (to != NULL)
		ok = fclose(to) == 0 && ok;
	if (from != NULL)
		fclose(from);
	buf_free(&secrets);
	return ok;
}

bool capture_stop(struct capture **cp, struct fault *f)
{
	struct capture *c = *cp;
	bool ok;

	if (c == NULL)
		return true;
	hear(c);
	watch_free(&c->watch);
	close(c->fd);
	c->lost = fclose(c->to) != 0 || c->lost;
	ok = assemble(c);
	if (!ok)
		fault_set(f, c->path, 0, 0, "cannot be written: %s", strerror(errno));
	unlink(c->packets);
	buf_free(&c->comment);
	free(c->path);
	free(c->packets);
	free(c->scratch);
	free(c);
	*cp = NULL;
	return ok;
}
