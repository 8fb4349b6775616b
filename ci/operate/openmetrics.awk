# openmetrics.awk - a page of metrics as a strict reader of OpenMetrics 1.0 takes it, of the
# types that the programs use.  Prints what is wrong, and ends with 1 when something is.
#
#   families: TYPE first, then UNIT and HELP, once each, in front of their samples; none twice
#   samples: of the family that is open, with the suffix of its type; none twice; label names
#     in each sample of a family the same; what stands in quotes is escaped
#   the end: # EOF, once, and nothing behind it
function wrong(what) { printf "line %d: %s: %s\n", NR, what, $0; bad = 1 }
function suffix(type) { return type == "counter" ? "_total" : type == "info" ? "_info" : "" }
# The names of the labels in `text`, or "?" where it is no list of labels.
function labels(text, names, name, value) {
	names = ""
	while (text != "") {
		if (!match(text, /^[a-zA-Z_][a-zA-Z0-9_]*="/)) return "?"
		name = substr(text, 1, RLENGTH - 2)
		if (index(names, " " name " ") || name ~ /^__/) return "?"
		names = names " " name " "
		text = substr(text, RLENGTH + 1)
		while (match(text, /^([^"\\]|\\["\\n])/)) text = substr(text, RLENGTH + 1)
		if (substr(text, 1, 1) != "\"") return "?"
		text = substr(text, 2)
		if (text == "") return names
		if (text !~ /^,./) return "?"
		text = substr(text, 2)
	}
	return names
}
ended { wrong("behind the end") }
/\r/ { wrong("a carriage return") }
$0 == "# EOF" { ended = 1; next }
/^#/ {
	if ($0 !~ /^# (TYPE|UNIT|HELP) [a-zA-Z_:][a-zA-Z0-9_:]* ./) { wrong("no TYPE, UNIT or HELP"); next }
	kind = $2; name = $3
	text = substr($0, length(kind) + length(name) + 5)
	if (kind == "TYPE") {
		if (name in type) wrong("a family that there is already")
		if (text !~ /^(counter|gauge|info)$/) wrong("a type that is not known here")
		if (name ~ /_(total|info|created|count|sum|bucket)$/) wrong("a family named like a sample")
		type[name] = text
		family = name
	} else if (name != family) wrong("not of the family that is open")
	if (meta[name, kind]++) wrong("twice")
	if (samples[name]) wrong("behind a sample of its family")
	if (kind == "UNIT" && (name !~ ("_" text "$") || type[name] == "info")) wrong("a unit that the name does not end in")
	if (kind == "HELP") {
		while (match(text, /^([^"\\]|\\["\\n])/)) text = substr(text, RLENGTH + 1)
		if (text != "") wrong("a help that is not escaped")
	}
	next
}
{
	if (!match($0, /^[a-zA-Z_:][a-zA-Z0-9_:]*/)) { wrong("no sample"); next }
	name = substr($0, 1, RLENGTH)
	rest = substr($0, RLENGTH + 1)
	if (family == "" || name != family suffix(type[family])) wrong("not of the family that is open")
	list = ""
	if (rest ~ /^\{/) {
		if (!match(rest, /\} [^ }]*$/)) { wrong("labels without an end"); next }
		list = substr(rest, 2, RSTART - 2)
		rest = substr(rest, RSTART + 1)
	}
	names = labels(list)
	if (names == "?") wrong("labels that are none")
	if (samples[family]++ && names != labelled[family]) wrong("other labels than its family has")
	labelled[family] = names
	if (seen[name "{" list "}"]++) wrong("a sample that there is already")
	if (rest !~ /^ [0-9]+(\.[0-9]+)?(e[+-]?[0-9]+)?$/) wrong("no number")
	if (type[family] == "info" && rest != " 1") wrong("an info that is not 1")
}
END {
	if (!ended) { print "no # EOF"; bad = 1 }
	for (name in type) if (!meta[name, "HELP"]) { print name ": no HELP"; bad = 1 }
	if (NR < 2) { print "no page"; bad = 1 }
	exit bad
}
