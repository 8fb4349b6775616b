# The whole build.  `make help` lists what can be asked for.
#
# No list of files is kept here: a .c file in a folder of lib/, ref/ or
# harness/ is compiled, *_test.c beside it is a test program of its own.

MAKEFLAGS += --no-builtin-rules
SHELL     := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DELETE_ON_ERROR:
.DEFAULT_GOAL := all

CC      ?= gcc
ifeq ($(origin CC),default)
CC      := gcc
endif
B       ?= build
WARN    := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wstrict-prototypes -Werror
OPT     ?= -O2 -g
SAN     ?=
CFLAGS  ?=
VERSION := $(shell cat VERSION)

# The libraries of each part: harness/ reads XML with libxml2, ref/ with expat,
# so that a parser's bug cannot hide on both sides.
PKG_lib     := libevent yaml-0.1
PKG_ref     := expat openssl libunbound libidn2 sqlite3 jansson
PKG_harness := libxml-2.0 openssl jansson sofia-sip-ua
# Asked before anything may be installed: what is missing is told by packages-there.
pkg-cflags   = $(shell pkg-config --cflags $(1) 2>/dev/null)
pkg-libs     = $(shell pkg-config --libs $(1) 2>/dev/null)

BASE    := -std=c11 -D_GNU_SOURCE -I. -DFEDLAB_VERSION='"$(VERSION)"' -MMD -MP \
           $(WARN) $(OPT) $(SAN) -fno-lto -fno-omit-frame-pointer \
           -fstack-protector-strong -D_FORTIFY_SOURCE=2

LIB_SRC     := $(filter-out %_test.c,$(wildcard lib/*.c))
REF_SRC     := $(filter-out %_test.c,$(wildcard ref/*/*.c))
HARNESS_SRC := $(filter-out %_test.c harness/mutants/%,$(wildcard harness/*/*.c))
MUTANT_SRC  := $(wildcard harness/mutants/*.c)
TEST_SRC    := $(wildcard lib/*_test.c ref/*/*_test.c harness/*/*_test.c)
PROGRAMS    := fed-edge fed-gateway fedctl fedlab

obj = $(patsubst %.c,$(B)/%.o,$(1))

all: $(addprefix $(B)/bin/,$(PROGRAMS)) $(B)/lib/keylog.so

$(B)/packages-there: Makefile
	@mkdir -p $(@D)
	@pkg-config --print-errors --exists $(PKG_lib) $(PKG_ref) $(PKG_harness) check || \
		{ echo "packages are missing: \`make deps\` installs them" >&2; exit 2; }
	@touch $@

$(B)/%.o: %.c Makefile | $(B)/packages-there
	@mkdir -p $(@D)
	@echo "  CC      $<"
	@$(CC) $(BASE) $(INC_$(firstword $(subst /, ,$<))) $(CFLAGS) -c -o $@ $<

INC_lib     := $(call pkg-cflags,$(PKG_lib))
INC_ref     := -Iref $(call pkg-cflags,$(PKG_lib) $(PKG_ref))
INC_harness := -Iharness $(call pkg-cflags,$(PKG_lib) $(PKG_harness))

# Mutants are compiled against the headers of the reference (docs/why/001).
$(call obj,$(MUTANT_SRC)): INC_harness := $(INC_ref)

$(B)/lib.a:     $(call obj,$(LIB_SRC))
$(B)/ref.a:     $(call obj,$(REF_SRC))
$(B)/harness.a: $(call obj,$(HARNESS_SRC))
$(B)/%.a:
	@echo "  AR      $@"
	@rm -f $@ && ar rcsD $@ $^

LIBS_lib     := $(call pkg-libs,$(PKG_lib)) -lpthread
LIBS_ref     := $(call pkg-libs,$(PKG_lib) $(PKG_ref)) -lunistring -lpthread
LIBS_harness := $(call pkg-libs,$(PKG_lib) $(PKG_harness)) -lpthread -lm

$(B)/bin/fed-edge $(B)/bin/fed-gateway $(B)/bin/fedctl: $(B)/bin/%: $(B)/ref/%.o $(B)/ref.a $(B)/lib.a
	@mkdir -p $(@D); echo "  LINK    $@"
	@$(CC) $(SAN) $(LDFLAGS) -o $@ $^ $(LIBS_ref)

$(B)/bin/fedlab: $(B)/harness/fedlab.o $(B)/harness.a $(B)/lib.a
	@mkdir -p $(@D); echo "  LINK    $@"
	@$(CC) $(SAN) $(LDFLAGS) -o $@ $^ $(LIBS_harness)

# Makes any program that uses OpenSSL honour SSLKEYLOGFILE; preloaded into the
# partners when a capture is wanted, never into a program of the reference.
$(B)/lib/keylog.so: ci/keylog.c
	@mkdir -p $(@D); echo "  LINK    $@"
	@$(CC) -std=c11 -D_GNU_SOURCE $(WARN) $(OPT) -fPIC -shared -o $@ $< -ldl

# --- unit tests -----------------------------------------------------------
UNIT := $(patsubst %.c,$(B)/unit/%,$(TEST_SRC))
CHECK_LIBS := $(call pkg-libs,check)

$(B)/unit/lib/%_test: $(B)/lib/%_test.o $(B)/lib.a
	@mkdir -p $(@D); $(CC) $(SAN) $(LDFLAGS) -o $@ $^ $(CHECK_LIBS) $(LIBS_lib)
$(B)/unit/ref/%_test: $(B)/ref/%_test.o $(B)/ref.a $(B)/lib.a
	@mkdir -p $(@D); $(CC) $(SAN) $(LDFLAGS) -o $@ $^ $(CHECK_LIBS) $(LIBS_ref)
$(B)/unit/harness/%_test: $(B)/harness/%_test.o $(B)/harness.a $(B)/lib.a
	@mkdir -p $(@D); $(CC) $(SAN) $(LDFLAGS) -o $@ $^ $(CHECK_LIBS) $(LIBS_harness)

unit: $(UNIT)
	@ci/run-unit $(B) $(UNIT)

# `make unit-lib/buf` builds and runs one.
unit-lib/%: $(B)/unit/lib/%_test
	@$<
unit-ref/%: $(B)/unit/ref/%_test
	@$<
unit-harness/%: $(B)/unit/harness/%_test
	@$<

# --- mutants: the reference with one decision replaced at link time -----------
# The name must be a decision that another object calls: ci/link-mutant checks.
# What includes gateway/ or sip/ is linked into fed-gateway, else into fed-edge;
# the other program lies beside it as it is.
GATEWAY_MUTANT := $(shell grep -lE '^.include "(gateway|sip)/' $(MUTANT_SRC))
MUTANTS := $(patsubst harness/mutants/%.c,$(B)/mutants/%/fed-gateway,$(GATEWAY_MUTANT)) \
	$(patsubst harness/mutants/%.c,$(B)/mutants/%/fed-edge,$(filter-out $(GATEWAY_MUTANT),$(MUTANT_SRC)))

$(B)/mutants/%/fed-edge: $(B)/harness/mutants/%.o $(B)/ref/fed-edge.o $(B)/ref.a $(B)/lib.a
	@mkdir -p $(@D); echo "  MUTANT  $*"
	@CC="$(CC) $(SAN) $(LDFLAGS)" ci/link-mutant $@ $^ -- $(LIBS_ref)
	@ln -sf ../../bin/fed-gateway $(@D)/fed-gateway; ln -sf ../../bin/fedctl $(@D)/fedctl

$(B)/mutants/%/fed-gateway: $(B)/harness/mutants/%.o $(B)/ref/fed-gateway.o $(B)/ref.a $(B)/lib.a
	@mkdir -p $(@D); echo "  MUTANT  $*"
	@CC="$(CC) $(SAN) $(LDFLAGS)" ci/link-mutant $@ $^ -- $(LIBS_ref)
	@ln -sf ../../bin/fed-edge $(@D)/fed-edge; ln -sf ../../bin/fedctl $(@D)/fedctl

# --- what a user asks for --------------------------------------------------------
deps:
	@ci/install-deps

# Everything, against real Prosody, from a fresh machine on: the edge alone (the
# harness stands in for the gateway), then edge and gateway together.  The second make
# is there because pkg-config may only just have been installed.
conformance: deps
	@$(MAKE) --no-print-directory all
	@status=0; \
	$(B)/bin/fedlab run || status=$$?; \
	$(B)/bin/fedlab run --sut ref --out build/results-ref || status=$$?; \
	exit $$status

conformance-prosody: deps
	@$(MAKE) --no-print-directory all
	@$(B)/bin/fedlab run --sut prosody --out build/results-prosody

# Minutes, as each case starts one: its report stays in build/, RESULTS.md is not touched.
conformance-ejabberd: deps
	@$(MAKE) --no-print-directory all
	@$(B)/bin/fedlab run --sut ejabberd --out build/results-ejabberd --no-results

test: deps
	@$(MAKE) --no-print-directory all unit mutants-built lint operate

# Both programs and fedctl as their operator has them, in a network of their own.
operate: all
	@ci/operate/run $(B)

lint: all
	@ci/lint

asan: asan-unit
	@for sut in ref-edge ref; do \
		FEDLAB_BIN=build/asan/bin FEDLAB_SLOWNESS=4 build/asan/bin/fedlab run --sut $$sut \
			--out build/asan/results-$$sut --no-results \
			2> >(grep -v "ASan doesn't fully support makecontext" >&2) || exit 1; \
	done

asan-unit:
	@$(MAKE) --no-print-directory B=build/asan SAN="-fsanitize=address,undefined -fno-sanitize-recover=all" \
		OPT="-O1 -g" CFLAGS="-U_FORTIFY_SOURCE" FEDLAB_SLOWNESS=4 all unit

clang:
	@$(MAKE) --no-print-directory B=build/clang CC=clang all $(patsubst $(B)/%,build/clang/%,$(UNIT))

# Of each kind of damage to a history so many percent may go unnoticed: what a
# pattern leaves open in so many words (harness/judge/damage.h).
UNNOTICED := 2
# The same where SIP is seen: two presences of one moment may come in either order.
UNNOTICED_SIP := 5

# A mutant that no longer compiles would be missed only by those who run them all.
mutants-built: $(call obj,$(MUTANT_SRC))

mutants: all $(MUTANTS)
	@$(B)/bin/fedlab mutants
	@$(B)/bin/fedlab judge --damage --at-most $(UNNOTICED) build/results/mutants/ref-edge/cases
	@$(B)/bin/fedlab judge --damage --at-most $(UNNOTICED_SIP) build/results/mutants/ref/cases

# Every policy against every partner, in both directions: of the product `make
# conformance` plays a selection in which each two values meet (harness/model/).
MATRIX := $(B)/matrix
matrix: all
	@rm -rf $(MATRIX) && mkdir -p $(MATRIX)/policy
	@for way in in out; do \
		for f in scenarios/policy/PM-*-$$way.scn; do \
			$(B)/bin/fedlab model $$way --all $$f >$(MATRIX)/policy/$${f##*/} || exit 2; \
		done; \
	done
	@$(B)/bin/fedlab run --scenarios $(MATRIX) --out $(B)/results-matrix --no-results

damage: all
	@$(B)/bin/fedlab judge --damage --at-most $(UNNOTICED)

# `make seeds N=5`: no verdict may depend on the seed.
N ?= 20
seeds: all
	@ci/seeds $(N) --sut ref-edge
	@ci/seeds $(N) --sut ref

# SIP transactions alone, in memory.
bench-sip: $(B)/bench/sip
	@$(B)/bench/sip

bench: all $(B)/bench/bench $(B)/bench/floor
	@ci/bench/run $(B) $(BENCH)

INC_ci := $(INC_harness)
BENCH_SRC := $(filter-out ci/bench/floor.c ci/bench/floor_convert.c ci/bench/sip.c,$(wildcard ci/bench/*.c))
$(call obj,ci/bench/sip.c): INC_ci := $(INC_ref)

$(B)/bench/bench: $(call obj,$(BENCH_SRC)) $(B)/harness.a $(B)/lib.a
	@mkdir -p $(@D); echo "  LINK    $@"
	@$(CC) $(SAN) $(LDFLAGS) -o $@ $^ $(LIBS_harness) $(call pkg-libs,sqlite3)
$(B)/bench/sip: $(call obj,ci/bench/sip.c) $(B)/ref.a $(B)/lib.a
	@mkdir -p $(@D); echo "  LINK    $@"
	@$(CC) $(SAN) $(LDFLAGS) -o $@ $^ $(LIBS_ref)
$(B)/bench/floor: $(call obj,ci/bench/floor.c ci/bench/floor_convert.c ci/bench/scan.c) $(B)/lib.a
	@mkdir -p $(@D); echo "  LINK    $@"
	@$(CC) $(SAN) $(LDFLAGS) -o $@ $^ $(LIBS_harness)

# --- fuzzing: the reference with libFuzzer and sanitizers, in a build of its own --------
FUZZ_SRC     := $(wildcard ci/fuzz/*.c)
FUZZ_TARGETS := $(filter-out seed sofia sip_differential,$(patsubst ci/fuzz/%.c,%,$(FUZZ_SRC)))
$(call obj,$(FUZZ_SRC)): INC_ci = $(INC_ref) -Ici/fuzz $(subst -I,-isystem,$(call pkg-cflags,sofia-sip-ua))

fuzz:
	@ci/install-deps --fuzz
	@$(MAKE) --no-print-directory B=build/fuzz CC=clang OPT="-O1 -g" CFLAGS="-U_FORTIFY_SOURCE" \
		SAN="-fsanitize=address,undefined,fuzzer-no-link -fno-sanitize-recover=all" fuzz-programs
	@ci/fuzz/run build/fuzz

# docs/tour.md with real clients, as a script types it.
tour:
	@ci/install-deps --tour
	@$(MAKE) --no-print-directory all
	@ci/tour/run

fuzz-programs: $(addprefix $(B)/fuzz/,$(FUZZ_TARGETS) seed sip_differential)

$(addprefix $(B)/fuzz/,$(FUZZ_TARGETS)): $(B)/fuzz/%: $(B)/ci/fuzz/%.o $(B)/ref.a $(B)/lib.a
	@mkdir -p $(@D); echo "  LINK    $@"
	@$(CC) $(SAN) -fsanitize=fuzzer $(LDFLAGS) -o $@ $^ $(LIBS_ref)
$(B)/fuzz/seed: $(B)/ci/fuzz/seed.o $(B)/ref.a $(B)/lib.a
	@mkdir -p $(@D); $(CC) $(SAN) $(LDFLAGS) -o $@ $^ $(LIBS_ref)
$(B)/fuzz/sip_differential: $(B)/ci/fuzz/sip_differential.o $(B)/ci/fuzz/sofia.o $(B)/ref.a $(B)/lib.a
	@mkdir -p $(@D); $(CC) $(SAN) $(LDFLAGS) -Wl,--exclude-libs,ALL -o $@ $^ $(LIBS_ref) $(call pkg-libs,sofia-sip-ua)

generate: all $(B)/unit/ref/edge/settings_test $(B)/unit/ref/gateway/settings_test \
		$(B)/unit/ref/admin/command_test $(B)/unit/ref/admin/metrics_test $(B)/unit/ref/check/check_step_test
	@ci/generate

clean:
	rm -rf build

help:
	@echo "make conformance   install what is missing, build, run the whole suite with real Prosody"
	@echo "make test          the same set-up, then unit tests, mutants compiled, lint, make operate"
	@echo "make conformance-prosody, conformance-ejabberd   Prosody, ejabberd itself as the system under test"
	@echo "make mutants       shows that the suite can fail, and the judge; make damage: the judge alone"
	@echo "make operate       both programs and fedctl as an operator has them: control sockets, reload, metrics, services"
	@echo "make asan          unit tests and the suite under AddressSanitizer and UBSan"
	@echo "make clang         the other compiler"
	@echo "make seeds         the suite twenty times with different seeds: no verdict may differ"
	@echo "make bench         CPU per message, memory per stream and subscription, beside Prosody and the floor;"
	@echo "                   BENCH=gateway, BENCH=streams, BENCH='watches 10000': a part of it; make bench-sip: SIP alone"
	@echo "make fuzz          each parser of the reference for FUZZ_SECONDS, and the SIP reader beside sofia-sip's"
	@echo "make tour          docs/tour.md, typed by a script: real clients on both sides"
	@echo "make matrix        every partner policy against every kind of partner, both ways"
	@echo "make lint, generate, clean"

-include $(shell find $(B) -name '*.d' 2>/dev/null)
.PHONY: all unit mutants-built operate deps conformance conformance-prosody conformance-ejabberd test lint asan asan-unit clang mutants matrix damage seeds bench bench-sip fuzz tour fuzz-programs generate clean help
.SECONDARY:
