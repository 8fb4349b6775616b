/* Gateways on the link: who may call, what crosses, and how it ends. */
#include "edge/link_private.h"
#include "edge/link_rig.h"

/* --- who may call ----------------------------------------------------------- */

START_TEST(a_gateway_is_a_name_in_a_good_certificate)
{
	char *names[] = { (char *)"gw1.contoso.example",
		          (char *)"gw9.contoso.example" };

	begin();
	ck_assert_int_eq(gateway_refused(NULL, CAUSE_NONE, names, 2),
	                 CAUSE_CERT_NONE);
	ck_assert_int_eq(gateway_refused(gw1_cert.cert, CAUSE_CERT_EXPIRED,
	                                 names, 2), CAUSE_CERT_EXPIRED);
	ck_assert_int_eq(gateway_refused(gw1_cert.cert, CAUSE_NONE, names, 2),
	                 CAUSE_NONE);
	ck_assert_int_eq(gateway_refused(edge_cert.cert, CAUSE_NONE, names, 2),
	                 CAUSE_GATEWAY_UNKNOWN);
	ck_assert_int_eq(gateway_refused(gw1_cert.cert, CAUSE_NONE, names, 0),
	                 CAUSE_GATEWAY_UNKNOWN);
	ck_assert(gateway_may_resume(VIEW("gw1.a"), VIEW("gw1.a")));
	ck_assert(!gateway_may_resume(VIEW("gw1.a"), VIEW("gw2.a")));
	end();
}
END_TEST

/* LYNC-PORT-4: nothing at all. */
START_TEST(strangers_get_nothing)
{
	struct tc other_ca, foreign, partner;
	const struct tc *callers[3];
	struct gateway g, live;
	struct address at;
	char previd[25];

	begin();
	listen_();
	open_session(&live, &gw1_cert, previd);
	other_ca = tc_ca("foreign", NULL);
	foreign = tc_leaf(&other_ca, "dns:gw1.contoso.example");
	partner = tc_leaf(&ca, "dns:fabrikam.example");
	callers[0] = NULL;
	callers[1] = &foreign;
	callers[2] = &partner;
	for (size_t i = 0; i < 3; i++) {
		dial(&g, callers[i]);
		if (!g.ended)
			say(&g, GW1 DOMAINS ENABLE);
		UNTIL(g.ended);
		ck_assert_uint_eq(buf_len(&g.got), 0);
		hang_up(&g);
	}
	/* In clear. */
	g = (struct gateway){ .ctx = NULL };
	ck_assert(link_local(link_, 0, &at));
	g.channel = channel_dial(loop, &at, &gw_ops, &g);
	UNTIL(g.up);
	say(&g, GW1);
	UNTIL(g.ended);
	ck_assert_ptr_null(strchr(buf_cstr(&g.got), '<'));
	hang_up(&g);

	ck_assert(send_inward("contoso.example", "m1"));
	hear(&live, "id='m1'");
	hang_up(&live);
	tc_free(&partner);
	tc_free(&foreign);
	tc_free(&other_ca);
	end();
}
END_TEST

START_TEST(the_header_names_the_gateway)
{
	static const char *const wrong[] = {
		/* gw1's certificate does not carry gw2 */
		HEADER("gw2.contoso.example"),
		HEADER("contoso.example"),
		HEADER("gw1.contoso.example.evil"),
		("<stream:stream xmlns='jabber:server' version='1.0' "
		 "xmlns:stream='http://etherx.jabber.org/streams'>"),
	};
	struct gateway g;

	begin();
	listen_();
	for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
		dial(&g, &gw1_cert);
		say(&g, wrong[i]);
		hear(&g, "<invalid-from xmlns=");
		hear(&g, "</stream:stream>");
		UNTIL(g.ended);
		hang_up(&g);
	}
	dial(&g, &gw1_cert);
	say(&g, HEADER("GW1.Contoso.example"));
	hear(&g, "from='edge1.contoso.example'");
	hear(&g, "<stream:features>");
	hang_up(&g);
	end();
}
END_TEST

START_TEST(a_session_begins_in_order)
{
	static const struct {
		const char *say, *hear;
	} rows[] = {
		{ "<domains xmlns='urn:fedlab:link:1'><domain>fabrikam.example"
		  "</domain></domains>", "<host-unknown " },
		{ "<domains xmlns='urn:fedlab:link:1'/>", "<undefined-condition " },
		{ "<domains xmlns='urn:fedlab:link:1'><x/></domains>",
		  "<undefined-condition " },
		{ "<unknown xmlns='urn:fedlab:link:1'/>", "<undefined-condition " },
		{ "<x xmlns='urn:test:none'/>", "<unsupported-stanza-type " },
		{ ENABLE, "<undefined-condition " },
		{ DOMAINS ENABLE ENABLE, "<undefined-condition " },
		{ DOMAINS "<resume xmlns='urn:xmpp:sm:3' previd='x' h='0'/>",
		  "<undefined-condition " },
		{ "<resume xmlns='urn:xmpp:sm:3' previd='x'/>",
		  "<undefined-condition " },
		{ R, "<undefined-condition " },
		{ A("0"), "<undefined-condition " },
		{ DOMAINS ENABLE A("x"), "<undefined-condition " },
		{ MESSAGE("1"), "<not-authorized " },
		{ DOMAINS MESSAGE("1"), "<not-authorized " },
		{ DOMAINS ENABLE "<message id='1'/>", "<improper-addressing " },
		{ DOMAINS ENABLE A("1"), "<handled-count-too-high " },
		{ "<db:result xmlns:db='jabber:server:dialback' from='a.example' "
		  "to='contoso.example'>k</db:result>", "<undefined-condition " },
		{ "<!-- -->", "<restricted-xml " },
	};
	struct gateway g;

	begin();
	listen_();
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		dial(&g, &gw1_cert);
		say(&g, GW1);
		hear(&g, "</stream:features>");
		say(&g, rows[i].say);
		hear(&g, rows[i].hear);
		UNTIL(g.ended);
		hang_up(&g);
	}
	ck_assert_uint_eq(buf_len(&taken), 0);
	ck_assert_uint_eq(link_count(link_), 0);
	end();
}
END_TEST

/* --- stanzas ---------------------------------------------------------------- */

START_TEST(stanzas_cross_and_are_accounted_for)
{
	struct gateway g;
	char previd[25];

	begin();
	listen_();
	open_session(&g, &gw1_cert, previd);
	say(&g, MESSAGE("handed&apos;1") MESSAGE("bounce1") R);
	hear(&g, "<handed xmlns='urn:fedlab:link:1'");
	hear(&g, "from='juliet@contoso.example'");
	hear(&g, "to='romeo@fabrikam.example'");
	hear(&g, "id='handed&apos;1'/>");
	hear(&g, "type='error'");
	hear(&g, "<cause xmlns='urn:fedlab:link:1'>dns-no-name</cause>");
	hear(&g, A("2"));
	hear(&g, R);
	ck_assert(view_is(buf_view(&taken), "handed'1 bounce1 "));
	ck_assert(link_speaks_for(link_, newest, VIEW("contoso.example")));
	ck_assert(!link_speaks_for(link_, newest, VIEW("sales.contoso.example")));
	ck_assert(!link_speaks_for(link_, newest + 1, VIEW("contoso.example")));

	/* One question at a time. */
	ck_assert(send_inward("contoso.example", "m1"));
	hear(&g, "id='m1'");
	ck_assert(send_inward("contoso.example", "m2"));
	hear(&g, "id='m2'");
	ck_assert(!has(&g, "<r"));
	say(&g, A("2"));		/* the error and m1 */
	hear(&g, R);
	say(&g, A("3"));

	/* Another set of domains replaces the first. */
	say(&g, "<domains xmlns='urn:fedlab:link:1'><domain> "
	    "Sales.Contoso.example</domain></domains>");
	hear(&g, "<accepted xmlns='urn:fedlab:link:1'/>");
	ck_assert(!send_inward("contoso.example", "m3"));
	ck_assert_int_eq(link_refuses(link_, VIEW("contoso.example")),
	                 CAUSE_NO_GATEWAY);
	ck_assert(send_inward("sales.contoso.example", "m4"));
	say(&g, "</stream:stream>");
	hear(&g, "</stream:stream>");
	UNTIL(g.ended);
	ck_assert(view_is(buf_view(&returned), "m4 "));
	ck_assert_uint_eq(link_count(link_), 0);
	hang_up(&g);
	end();
}
END_TEST

/* --- life -------------------------------------------------------------------- */

START_TEST(a_drain_closes_in_order)
{
	struct gateway a, b;
	char previd[25];
	struct address at;

	begin();
	listen_();
	open_session(&a, &gw1_cert, previd);
	ck_assert(send_inward("contoso.example", "m1"));
	hear(&a, "id='m1'");
	hang_up(&a);
	open_session(&a, &gw1_cert, previd);
	dial(&b, &gw1_cert);
	say(&b, GW1);
	hear(&b, "</stream:features>");
	say(&a, MESSAGE("o1"));
	UNTIL(buf_len(&taken) > 0);
	ck_assert(send_inward("contoso.example", "m2"));
	ck_assert(send_inward("contoso.example", "m3"));
	link_drain(link_);
	ck_assert(!link_local(link_, 0, &at));
	ck_assert(!send_inward("contoso.example", "m4"));
	hear(&b, "</stream:stream>");
	hear(&a, "id='m3'");
	hear(&a, R);
	/* Not closed before it is answered, for what is still to come. */
	say(&a, MESSAGE("o2") R);
	hear(&a, A("2"));
	ck_assert(!has(&a, "</stream:stream>"));
	say(&a, A("2"));
	hear(&a, A("2"));
	hear(&a, "</stream:stream>");
	say(&a, MESSAGE("late") "</stream:stream>");
	say(&b, "</stream:stream>");
	UNTIL(a.ended && b.ended);
	UNTIL(link_count(link_) == 0);
	ck_assert(view_is(buf_view(&taken), "o1 o2 "));
	ck_assert_str_eq(buf_cstr(&returned), "m1 ");
	hang_up(&a);
	hang_up(&b);
	end();
}
END_TEST

START_TEST(new_addresses_all_or_nothing)
{
	struct edge_settings next;
	struct address at, busy[2], now;
	struct gateway g;
	char previd[25];

	begin();
	listen_();
	open_session(&g, &gw1_cert, previd);
	ck_assert(link_local(link_, 0, &at));
	/* The one in use is kept, a second comes. */
	set.link.listen[0] = at;
	ck_assert(link_reload(link_, &set, &fault) == false);
	ck_assert_ptr_nonnull(strstr(fault.text, "cannot listen on 127.0.0.1:"));
	next = set;
	address(&busy[0]);
	address(&busy[1]);
	next.link.listen = busy;
	next.link.n_listen = 2;
	ck_assert(link_reload(link_, &next, &fault));
	ck_assert(link_local(link_, 1, &now));
	ck_assert(send_inward("contoso.example", "m1"));
	hear(&g, "id='m1'");
	hang_up(&g);
	end();
}
END_TEST

static bool shows(struct gateway *g, const char *host)
{
	return cert_names_host(tls_session_peer(channel_tls(g->channel)), view_of(host));
}

START_TEST(a_renewed_certificate_is_shown_to_the_next)
{
	struct tc new;
	struct edge_settings next;
	struct gateway g, later;
	char previd[25];

	begin();
	new = tc_leaf(&ca, "dns:edge1.contoso.example dns:new.contoso.example");
	listen_();
	open_session(&g, &gw1_cert, previd);
	next = set;
	next.link.tls = context(&new, ca_file, true);
	ck_assert(link_reload(link_, &next, &fault));
	tls_context_free(&set.link.tls);
	dial(&later, &gw1_cert);
	ck_assert(shows(&later, "new.contoso.example"));
	/* Who is there already notices nothing. */
	ck_assert(!shows(&g, "new.contoso.example"));
	ck_assert(send_inward("contoso.example", "m1"));
	hear(&g, "id='m1'");
	hang_up(&later);
	hang_up(&g);
	set.link.tls = next.link.tls;
	tc_free(&new);
	end();
}
END_TEST

UNIT("link", a_gateway_is_a_name_in_a_good_certificate, strangers_get_nothing,
     the_header_names_the_gateway, a_session_begins_in_order,
     stanzas_cross_and_are_accounted_for, a_drain_closes_in_order,
     new_addresses_all_or_nothing, a_renewed_certificate_is_shown_to_the_next)
