/* html_style.h - how report.html looks: light and dark, on a screen and on
 * paper.  Included by html.c alone. */
#ifndef HARNESS_REPORT_HTML_STYLE_H
#define HARNESS_REPORT_HTML_STYLE_H

/* clang-format off */
static const char STYLE[] =
	":root{color-scheme:light dark;--bg:#fff;--card:#f6f8fa;--fg:#1f2328;--dim:#656d76;"
	"--line:#d0d7de;--ok:#1a7f37;--bad:#cf222e;--badbg:#ffebe9;--warn:#9a6700;--tls:#0969da}"
	"@media(prefers-color-scheme:dark){:root{--bg:#0d1117;--card:#161b22;--fg:#e6edf3;"
	"--dim:#8b949e;--line:#30363d;--ok:#3fb950;--bad:#f85149;--badbg:#3c1618;--warn:#d29922;"
	"--tls:#58a6ff}}"
	"body{font:15px/1.5 system-ui,sans-serif;background:var(--bg);color:var(--fg);"
	"max-width:78rem;margin:2rem auto;padding:0 1.2rem}"
	"h1{font-size:1.7rem;margin:0}"
	"h2{font-size:1.2rem;margin:2.2rem 0 .6rem;border-bottom:1px solid var(--line);padding-bottom:.3rem}"
	"h3{font-size:1rem;margin:1.2rem 0 .3rem}p{margin:.4rem 0}"
	"a{color:var(--tls);text-decoration:none}a:hover{text-decoration:underline}"
	"code,pre,svg text{font-family:ui-monospace,SFMono-Regular,Menlo,monospace;font-size:12.5px}"
	".dim,.na{color:var(--dim)}.pass{color:var(--ok)}.fail,.error,.xpass{color:var(--bad)}"
	".xfail,.inconc{color:var(--warn)}"
	".bar{display:flex;height:10px;border-radius:5px;overflow:hidden;margin:1rem 0 .7rem;background:var(--line)}"
	".bar i{background:currentColor}"
	".counts{display:flex;flex-wrap:wrap;gap:.3rem 1.6rem}.counts b{font-size:1.25rem}"
	"table{border-collapse:collapse;width:100%}"
	"td,th{padding:.25rem .7rem .25rem 0;text-align:left;vertical-align:top;border-bottom:1px solid var(--line)}"
	"td.id{white-space:nowrap}td.wide{width:30%}td .bar{margin:.5rem 0 0}"
	".tight td:not(.id,.wide),.tight th:not(:first-child){text-align:right}"
	"details{border:1px solid var(--line);border-radius:6px;margin:.35rem 0;padding:0 .8rem}"
	"details[open]{padding-bottom:.8rem}summary{cursor:pointer;padding:.35rem 0}"
	"details.many details{margin-left:1rem}"
	"summary b{display:inline-block;min-width:3.6rem}"
	".why{background:var(--badbg);border-left:4px solid var(--bad);border-radius:4px;"
	"padding:.6rem .9rem;margin:.6rem 0}"
	".why.inconc{background:var(--card);border-color:var(--warn);color:inherit}"
	".why dl{display:grid;grid-template-columns:max-content 1fr;gap:.1rem .9rem;margin:.4rem 0 0}"
	".why dt{color:var(--dim)}.why dd{margin:0;overflow-wrap:anywhere}"
	"pre{background:var(--card);border:1px solid var(--line);border-radius:6px;padding:.5rem .8rem;overflow-x:auto}"
	".scroll{overflow-x:auto;background:var(--card);border:1px solid var(--line);border-radius:6px;margin:.6rem 0}"
	"svg{display:block;color:var(--fg)}svg text{fill:currentColor}"
	"svg path{fill:none;stroke:currentColor;stroke-width:1.3}"
	"svg .lane{stroke:var(--line);stroke-width:2}"
	"svg .then{stroke:var(--dim);stroke-dasharray:2 4;stroke-width:1}"
	"svg .m{text-anchor:middle}svg .who{font-weight:700}svg .tls{color:var(--tls)}"
	"svg .self{opacity:.62}svg .n,svg text.dim{fill:var(--dim)}svg text.pass{fill:var(--ok)}"
	"svg text.fail,svg text.error{fill:var(--bad);font-weight:700}svg text.inconc{fill:var(--warn)}"
	"svg .here{fill:var(--badbg)}"
	"@media print{details{break-inside:avoid}body{max-width:none}}";
/* clang-format on */

#endif
