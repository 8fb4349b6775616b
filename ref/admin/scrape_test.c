#include "admin/scrape.h"

#include <string.h>

#include "admin/client_for_tests.h"
#include "lib/log.h"

static struct scrape *scrape;
static struct fault fault;
static unsigned pages;

static void page(void *arg, struct buf *out)
{
	(void)arg;
	pages++;
	buf_puts(out, "x 1\n# EOF\n");
}

static void begin(void)
{
	struct address any;

	log_threshold(LOG_ERROR);
	loop = loop_new();
	scrape = scrape_new(loop, page, NULL);
	pages = 0;
	ck_assert(address_parse(VIEW("127.0.0.1:0"), &any));
	ck_assert_msg(scrape_open(scrape, &any, &fault), "%s", fault.text);
	scrape_settle(scrape);
}

static void end(void)
{
	scrape_free(&scrape);
	loop_free(&loop);
	fault_free(&fault);
}

static int call(void)
{
	struct address at;

	ck_assert(scrape_local(scrape, &at));
	return call_at((const struct sockaddr *)&at.ss, at.len);
}

static void answers(const char *request, const char *answer)
{
	struct buf in = { 0 };
	int fd = call();

	say(fd, request);
	UNTIL(hear(fd, &in));
	ck_assert_str_eq(buf_cstr(&in), answer);
	buf_free(&in);
	close(fd);
}

#define HEAD                                                                                   \
	"HTTP/1.1 200 OK\r\n"                                                                  \
	"Content-Type: application/openmetrics-text; version=1.0.0; charset=utf-8\r\n"         \
	"Content-Length: 10\r\nConnection: close\r\n\r\n"

START_TEST(the_page_is_read_and_nothing_else)
{
	begin();
	answers("GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n", HEAD "x 1\n# EOF\n");
	answers("GET /metrics?name=x HTTP/1.0\r\n\r\n", HEAD "x 1\n# EOF\n");
	answers("\r\n\r\nGET /metrics HTTP/1.1\r\n\r\n", HEAD "x 1\n# EOF\n");
	answers("GET http://x/metrics HTTP/1.1\r\nHost: y\r\n\r\n", HEAD "x 1\n# EOF\n");
	answers("HEAD /metrics HTTP/1.1\r\n\r\n", HEAD);
	ck_assert_uint_eq(pages, 5);
	answers("GET / HTTP/1.1\r\n\r\n",
	        "HTTP/1.1 404 Not Found\r\nContent-Type: text/plain; charset=utf-8\r\n"
	        "Content-Length: 39\r\nConnection: close\r\n\r\n"
	        "Not Found; the metrics are at /metrics\n");
	answers("POST /metrics HTTP/1.1\r\nContent-Length: 1\r\n\r\nx",
	        "HTTP/1.1 405 Method Not Allowed\r\nContent-Type: text/plain; charset=utf-8\r\n"
	        "Content-Length: 48\r\nAllow: GET, HEAD\r\nConnection: close\r\n\r\n"
	        "Method Not Allowed; the metrics are at /metrics\n");
	ck_assert_uint_eq(pages, 5);
	end();
}
END_TEST

static unsigned status(const char *head)
{
	bool body;

	return scrape_status(view_of(head), &body);
}

START_TEST(a_head_has_one_status)
{
	ck_assert_uint_eq(status("GET /metrics HTTP/1.1"), 200);
	ck_assert_uint_eq(status("GET /metrics HTTP/1.0\r\nA: b"), 200);
	ck_assert_uint_eq(status("GET /metrics/ HTTP/1.1"), 404);
	ck_assert_uint_eq(status("GET /metricsx HTTP/1.1"), 404);
	ck_assert_uint_eq(status("get /metrics HTTP/1.1"), 405);
	ck_assert_uint_eq(status("DELETE /metrics HTTP/1.1"), 405);
	ck_assert_uint_eq(status("GET /metrics HTTP/2.0"), 400);
	ck_assert_uint_eq(status("GET /metrics HTTP/1.1 x"), 400);
	ck_assert_uint_eq(status("GET /metrics"), 400);
	ck_assert_uint_eq(status("GET  /metrics HTTP/1.1"), 400);
	ck_assert_uint_eq(status(""), 400);
}
END_TEST

/* RFC 9112, 3.2.2: a server has to take it, although none but proxies is asked so. */
START_TEST(a_target_may_be_absolute)
{
	ck_assert_uint_eq(status("GET http://x/metrics HTTP/1.1"), 200);
	ck_assert_uint_eq(status("GET HTTP://x.example:9269/metrics?a=/b HTTP/1.1"), 200);
	ck_assert_uint_eq(status("HEAD http://[::1]:9269/metrics HTTP/1.1\r\nHost: x"), 200);
	ck_assert_uint_eq(status("GET http://x HTTP/1.1"), 404);
	ck_assert_uint_eq(status("GET http://x?/metrics HTTP/1.1"), 404);
	ck_assert_uint_eq(status("GET http://x/metrics/ HTTP/1.1"), 404);
	ck_assert_uint_eq(status("GET http://x/y/metrics HTTP/1.1"), 404);
	/* No host is no http URI (RFC 9110, 4.2.1). */
	ck_assert_uint_eq(status("GET http:///metrics HTTP/1.1"), 400);
	ck_assert_uint_eq(status("GET http://:80/metrics HTTP/1.1"), 400);
	ck_assert_uint_eq(status("GET http:// HTTP/1.1"), 400);
	/* Not what is served here. */
	ck_assert_uint_eq(status("GET https://x/metrics HTTP/1.1"), 404);
	ck_assert_uint_eq(status("GET http:/metrics HTTP/1.1"), 404);
	ck_assert_uint_eq(status("POST http://x/metrics HTTP/1.1"), 405);
}
END_TEST

START_TEST(a_head_without_an_end_is_refused)
{
	char line[1024 + 1];
	struct buf in = { 0 };
	int fd;

	begin();
	memset(line, 'x', sizeof line - 1);
	line[sizeof line - 1] = '\0';
	fd = call();
	for (size_t i = 0; i < SCRAPE_REQUEST_MAX / 1024; i++)
		say(fd, line);
	loop_once(loop, 50);
	ck_assert(!hear(fd, &in));
	say(fd, "x");
	UNTIL(hear(fd, &in));
	ck_assert_ptr_nonnull(strstr(buf_cstr(&in), "HTTP/1.1 431 "));
	buf_free(&in);
	close(fd);
	end();
}
END_TEST

START_TEST(one_connection_too_many_is_closed)
{
	int fd[SCRAPE_CONNECTIONS_MAX + 1];
	struct buf in = { 0 };

	begin();
	for (size_t i = 0; i <= SCRAPE_CONNECTIONS_MAX; i++) {
		fd[i] = call();
		loop_once(loop, 50);
	}
	UNTIL(hear(fd[SCRAPE_CONNECTIONS_MAX], &in));
	ck_assert_uint_eq(buf_len(&in), 0);
	close(fd[0]);
	loop_once(loop, 50);
	answers("HEAD /metrics HTTP/1.1\r\n\r\n", HEAD);
	for (size_t i = 1; i <= SCRAPE_CONNECTIONS_MAX; i++)
		close(fd[i]);
	buf_free(&in);
	end();
}
END_TEST

START_TEST(it_moves_when_that_is_settled)
{
	struct address first, any, now;

	begin();
	ck_assert(scrape_local(scrape, &first));
	/* Taken: nothing changes. */
	ck_assert(!scrape_open(scrape, &first, &fault));
	ck_assert_ptr_nonnull(strstr(fault.text, "cannot listen on 127.0.0.1:"));
	ck_assert(address_parse(VIEW("127.0.0.2:0"), &any));
	ck_assert(scrape_open(scrape, &any, &fault));
	scrape_undo(scrape);
	answers("HEAD /metrics HTTP/1.1\r\n\r\n", HEAD);
	ck_assert(scrape_open(scrape, &any, &fault));
	scrape_settle(scrape);
	ck_assert(scrape_local(scrape, &now));
	ck_assert(!address_same_host(&first, &now));
	answers("HEAD /metrics HTTP/1.1\r\n\r\n", HEAD);
	/* The same again: it stays. */
	ck_assert(scrape_open(scrape, &any, &fault));
	scrape_settle(scrape);
	answers("HEAD /metrics HTTP/1.1\r\n\r\n", HEAD);
	ck_assert(scrape_open(scrape, NULL, &fault));
	scrape_settle(scrape);
	ck_assert(!scrape_local(scrape, &now));
	end();
}
END_TEST

UNIT("scrape", the_page_is_read_and_nothing_else, a_head_has_one_status,
     a_target_may_be_absolute, a_head_without_an_end_is_refused,
     one_connection_too_many_is_closed, it_moves_when_that_is_settled)
