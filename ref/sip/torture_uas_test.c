/* The torture messages through the layer and the checks: the row or the status
 * that answers each, where the reader found nothing to refuse. */
#include "lib/unit.h"
#include "sip/torture.h"
#include "sip/uas.h"

static const struct view allow[] = { VIEW_INIT("MESSAGE"), VIEW_INIT("SUBSCRIBE"),
	VIEW_INIT("NOTIFY"), VIEW_INIT("OPTIONS"), VIEW_INIT("INVITE"), VIEW_INIT("BYE"),
	VIEW_INIT("CANCEL"), VIEW_INIT("ACK") };
static const struct uas_type types[] = {
	{ VIEW_INIT("MESSAGE"), VIEW_INIT("text/plain") },
	{ VIEW_INIT("MESSAGE"), VIEW_INIT("multipart/*") },
	{ VIEW_INIT("INVITE"), VIEW_INIT("application/sdp") },
};

static const struct uas_settings settings = { .allow = allow, .n_allow = 8, .types = types,
                                              .n_types = 3 };

static const struct {
	const char *file, *answered;	/* "status row"; "passes": the core's to answer */
} expected[] = {
	{ "wsinv", "488 no-sessions" },
	{ "intmeth", "501 method-unknown" },
	{ "esc01", "488 no-sessions" },
	{ "escnull", "405 method-not-allowed" },
	{ "esc02", "501 method-unknown" },
	{ "lwsdisp", "passes" },
	{ "longreq", "488 no-sessions" },
	{ "dblreq", "405 method-not-allowed" },
	{ "semiuri", "passes" },
	{ "transports", "passes" },
	{ "mpart01", "passes" },
	{ "unkscm", "416 scheme" },
	{ "novelsc", "416 scheme" },
	{ "unksm2", "405 method-not-allowed" },
	{ "bext01", "420 require" },
	{ "invut", "415 content-type" },
	{ "regaut01", "405 method-not-allowed" },
	{ "zeromf", "passes" },
	{ "cparam01", "405 method-not-allowed" },
	{ "cparam02", "405 method-not-allowed" },
	{ "regescrt", "405 method-not-allowed" },
	{ "sdp01", "406 accept-no-sdp" },
	{ "inv2543", "488 no-sessions" },
	{ "ipv6-good", "405 method-not-allowed" },
	{ "port-ambiguous", "405 method-not-allowed" },
	{ "port-unambiguous", "405 method-not-allowed" },
	{ "via-received-param-with-delim", "481 no-dialog" },
	{ "via-received-param-no-delim", "passes" },
	{ "ipv6-in-sdp", "488 no-sessions" },
	{ "mult-ip-in-header", "481 no-dialog" },
	{ "mult-ip-in-sdp", "488 no-sessions" },
	{ "ipv4-mapped-ipv6", "488 no-sessions" },
	{ "ipv6-correct-abnf-2-colons", "passes" },
};

static struct transactions *t;
static char got[100];
static unsigned sent;		/* status */
static struct sip_flow sent_to;

static bool on_send(void *arg, const struct sip_flow *to, struct view bytes)
{
	(void)arg;
	ck_assert_int_eq(sscanf(bytes.p, "SIP/2.0 %3u ", &sent), 1);
	sent_to = *to;
	return true;
}

static void on_request(void *arg, uint64_t id, const struct sip_message *m,
                       const struct sip_flow *from)
{
	struct uas_request r = { .m = m, .branches = transactions_branches(t),
	                         .merged = transaction_is_merged(t, id, m) };
	struct uas_refusal refusal;
	struct sip_answer a = { .status = 200 };

	(void)arg, (void)from;
	snprintf(got, sizeof got, "passes");
	if (uas_refuses(&settings, &r, &refusal)) {
		snprintf(got, sizeof got, "%u %s", refusal.status, refusal.row);
		a.status = refusal.status;
		a.fields = buf_view(&refusal.fields);
		ck_assert(transaction_respond(t, id, &a, 0));
		uas_refusal_free(&refusal);
	} else {
		ck_assert(transaction_respond(t, id, &a, 0));
	}
}

static void on_response(void *arg, uint64_t id, const struct sip_message *m)
{
	(void)arg, (void)id, (void)m;
	ck_abort_msg("nothing was asked");
}

static const struct transaction_ops ops = { .send = on_send, .request = on_request,
                                            .response = on_response };

static void play(const char *file)
{
	struct transaction_settings s = { .t1 = 0 };
	struct sip_flow from = { .transport = SIP_UDP };
	struct buf b = { 0 };

	for (int i = 0; i < SIP_TRANSPORTS; i++)
		s.sent_by[i] = VIEW("gw.example:5060");
	ck_assert(address_parse(VIEW("192.0.2.77:5999"), &from.peer));
	t = transactions_new(&s, &ops, NULL);
	got[0] = '\0';
	sent = 0;
	torture_read(file, &b);
	transactions_receive(t, buf_view(&b), &from, 0);
	buf_free(&b);
	/* Back to where it came from, whatever it claims. */
	if (sent != 0)
		ck_assert(address_same_host(&sent_to.peer, &from.peer));
	transactions_free(&t);
}

START_TEST(each_is_answered_as_it_should_be)
{
	for (size_t i = 0; i < sizeof expected / sizeof expected[0]; i++) {
		play(expected[i].file);
		ck_assert_msg(strcmp(got, expected[i].answered) == 0, "%s: %s, sent %u",
		              expected[i].file, got, sent);
	}
}
END_TEST

/* What the reader refuses is answered with the status it says, or not at all. */
START_TEST(what_cannot_be_read_is_refused)
{
	size_t refused = 0;

	for (int i = 0; i < TORTURES; i++) {
		play(torture_table[i].file);
		switch (torture_table[i].reading) {
		case SIP_READ_OK:
			break;
		case SIP_READ_REFUSE:
			refused++;
			ck_assert_str_eq(got, "");
			if (sent != 0)
				ck_assert_uint_eq(sent, torture_table[i].status);
			break;
		case SIP_READ_DROP:
			ck_assert_str_eq(got, "");
			ck_assert_uint_eq(sent, 0);
			break;
		}
	}
	ck_assert_uint_gt(refused, 10);
}
END_TEST

UNIT("torture_uas", each_is_answered_as_it_should_be, what_cannot_be_read_is_refused)
