/* A stream to messages; see framer.h. */
#include "sip/framer.h"

#include <stdlib.h>
#include <string.h>

#include "lib/mem.h"
#include "sip/chars.h"
#include "sip/scan.h"

struct sip_framer {
	struct sip_limits limits;
	struct buf in;
	size_t lent;    /* bytes of the last event, dropped at the next call */
	size_t line;    /* where the unfinished line of the head begins */
	size_t head;    /* bytes of the head; 0: its end has not been seen */
	size_t total;   /* bytes of head and body, when head is known */
	unsigned crlfs; /* in a row between messages */
	bool broken;
	struct sip_frame end; /* what is said again once broken */
};

struct sip_framer *sip_framer_new(const struct sip_limits *limits)
{
	struct sip_framer *f = mem_zalloc(sizeof *f);

	f->limits = *limits;
	return f;
}

void sip_framer_free(struct sip_framer **fp)
{
	if (*fp == NULL)
		return;
	buf_free(&(*fp)->in);
	free(*fp);
	*fp = NULL;
}

static void drop_lent(struct sip_framer *f)
{
	buf_drop(&f->in, f->lent);
	f->lent = 0;
	buf_trim_memory(&f->in);
}

void sip_feed(struct sip_framer *f, struct view bytes)
{
	drop_lent(f);
	if (!f->broken)
		buf_putv(&f->in, bytes);
}

size_t sip_unread(const struct sip_framer *f)
{
	return f->broken ? 0 : buf_len(&f->in) - f->lent;
}

static void broken(struct sip_framer *f, unsigned status, const char *words)
{
	f->broken = true;
	f->end = (struct sip_frame){ SIP_FRAME_BROKEN, { NULL, 0 }, status, words };
}

/* Looks for the empty line, at each byte once.  False: it is not there yet. */
static bool head_ends(struct sip_framer *f, struct view in)
{
	const char *lf;
	size_t at;

	while ((lf = memchr(in.p + f->line, '\n', in.n - f->line)) != NULL) {
		at = (size_t)(lf - in.p);
		if (at >= f->limits.head)
			break;
		if (at == f->line || in.p[at - 1] != '\r') {
			broken(f, 400, "LF without CR");
			return false;
		}
		if (at == f->line + 1) {
			f->head = at + 1;
			return true;
		}
		f->line = at + 1;
	}
	if (in.n > f->limits.head)
		broken(f, 513, "a head larger than the limit");
	return false;
}

/* Most names tell by their length alone that they are another. */
static bool is_content_length(struct view name)
{
	return (name.n == 1 || name.n == sizeof "Content-Length" - 1) &&
	       sip_header_named(name) == SIP_CONTENT_LENGTH;
}

/* The one Content-Length of the head, by the rows as the reader will see them. */
static void length_of(struct sip_framer *f, struct view head)
{
	const char *why = NULL;
	bool found = false;
	struct sip_row row;
	struct view line;
	uint64_t n = 0;

	if (!sip_scan_line(&head, &line, &why)) {
		broken(f, 400, why);
		return;
	}
	for (;;) {
		switch (sip_scan_row(&head, &row, &why)) {
		case SIP_SCAN_BAD:
			broken(f, 400, why);
			return;
		case SIP_SCAN_END:
			if (!found)
				broken(f, 400, "no Content-Length on a stream");
			else if (n > f->limits.body)
				broken(f, 413, "a body larger than the limit");
			f->total = f->head + (size_t)n;
			return;
		case SIP_SCAN_ROW:
			if (!is_content_length(row.name))
				break;
			if (found || !sip_digits(row.raw, UINT32_MAX, &n)) {
				broken(f, 400,
				       found ? "two Content-Length"
				             : "a malformed Content-Length");
				return;
			}
			found = true;
			break;
		}
	}
}

/* CRLF between messages (RFC 5626 4.4.1, RFC 3261 7.5). */
static bool keepalive(struct sip_framer *f, struct view in, struct sip_frame *out)
{
	if (f->line != 0 || in.n < 2 || in.p[0] != '\r' || in.p[1] != '\n')
		return false;
	f->crlfs++;
	out->kind = f->crlfs % 2 == 0 ? SIP_FRAME_PING : SIP_FRAME_PONG;
	f->lent = 2;
	return true;
}

void sip_frame_next(struct sip_framer *f, struct sip_frame *out)
{
	struct view in;

	drop_lent(f);
	*out = (struct sip_frame){ .kind = SIP_FRAME_MORE };
	in = buf_view(&f->in);
	if (in.n == 0 && !f->broken)
		return;
	if (!f->broken && f->head == 0) {
		if (keepalive(f, in, out))
			return;
		if (!(in.n == 1 && in.p[0] == '\r') && head_ends(f, in)) {
			length_of(f, (struct view){ in.p, f->head });
			if (f->broken)
				f->end.bytes = (struct view){ in.p, f->head };
		}
	}
	if (f->broken) {
		*out = f->end;
		return;
	}
	if (f->head == 0 || in.n < f->total)
		return;
	out->kind = SIP_FRAME_MESSAGE;
	out->bytes = (struct view){ in.p, f->total };
	f->lent = f->total;
	f->line = f->head = f->total = 0;
	f->crlfs = 0;
}
