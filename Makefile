# redress - build with GNU make. "make help" lists the targets.
#
# Nothing is written outside build/. Each VARIANT has a folder of its own, so a
# sanitizer build never mixes its objects with a release build's.

VARIANT ?= dev
BUILD   ?= build/$(VARIANT)
PREFIX  ?= /usr/local
Q       := $(if $(V),,@)# "make V=1" shows each command

PKGS := glib-2.0 gio-2.0 gio-unix-2.0 libpcre2-8 sqlite3 libcyaml yaml-0.1 jansson \
	gnutls libsystemd
PKGS_TEST := gmime-3.0# the other reader of mail that tests and benches compare with

WARN := -Wall -Wextra -Wshadow -Wformat=2 -Wvla -Wwrite-strings -Wundef
WARN_C := -Wstrict-prototypes -Wmissing-prototypes
OPT_dev     := -O1 -g
OPT_release := -O2 -g -D_FORTIFY_SOURCE=2 -fstack-protector-strong
OPT_asan    := -O1 -g -fno-omit-frame-pointer -fsanitize=address,undefined \
	       -fno-sanitize-recover=all
OPT_tsan    := -O1 -g -fno-omit-frame-pointer -fsanitize=thread
OPT_fuzz    := -O1 -g -fsanitize=address,undefined,fuzzer-no-link -fno-sanitize-recover=all
OPT         := $(or $(OPT_$(VARIANT)),$(error unknown VARIANT "$(VARIANT)"))

# Under Criterion 2.4.1 a leak fails the run only if ASan is told to abort.
RUN_asan := env ASAN_OPTIONS=abort_on_error=1
ifeq ($(VARIANT),fuzz)
CC  := clang
endif

# pkg-config is asked only when something is compiled, so that "make deps" and
# "make help" work on a machine that has none of the libraries yet.
CPPFLAGS_PKGS = $(eval CPPFLAGS_PKGS := $$(shell pkg-config --cflags $(PKGS)))$(CPPFLAGS_PKGS)
LIBS_PKGS     = $(eval LIBS_PKGS := $$(shell pkg-config --libs $(PKGS)))$(LIBS_PKGS)

# CFLAGS and LDFLAGS are the user's; what the build needs is in ALL_*.
ALL_CPPFLAGS = -D_GNU_SOURCE -DG_LOG_USE_STRUCTURED -DG_LOG_DOMAIN='"redress-$(notdir $(<D))"' -Iinclude $(CPPFLAGS_PKGS) -MMD -MP
ALL_CFLAGS   = -std=c11 $(ALL_CPPFLAGS) $(WARN) $(WARN_C) $(OPT) $(CFLAGS)
ALL_LIBS     = $(LIBS_PKGS) -lm

SRC      := $(sort $(wildcard src/*/*.c))
MAIN     := src/main.c src/learn.c
TEST_SRC := $(sort $(wildcard tests/unit/*/*.c tests/support/*.c))
FUZZ     := $(sort $(wildcard tests/fuzz/fuzz-*.c))
BENCH    := $(sort $(wildcard tests/bench/bench-*.c))
BENCH_OBJ := $(patsubst %.c,$(BUILD)/%.o,$(filter-out $(BENCH),$(sort $(wildcard tests/bench/*.c))))
HEADERS  := $(sort $(wildcard include/redress/*.h))
EMBEDDED := contrib/redress.yaml doc/requirements.md \
	    $(sort $(wildcard templates/*/*))# what "redress init" writes and "check" reads
OBJ      := $(SRC:%.c=$(BUILD)/%.o) $(BUILD)/resources.o \
	    $(BUILD)/learned.o
ifeq ($(VARIANT),tsan)
OBJ      += $(BUILD)/tests/support/tsan.o
endif
TEST_OBJ := $(TEST_SRC:%.c=$(BUILD)/%.o)
FORMATTED := $(MAIN) $(SRC) $(wildcard src/*/*.h) $(wildcard tests/*/*/*.[ch]) \
	     $(wildcard tests/*/*.[ch]) $(HEADERS)

.DELETE_ON_ERROR:
.SECONDARY:
.PHONY: all eval deps demo check check-unit check-asan check-e2e check-headers check-layers \
	check-requirements check-format bench soak soak-run fuzz format clean help have-deps FORCE

all: $(BUILD)/redress ## build build/dev/redress (VARIANT=release, asan, tsan, fuzz: another build)

deps: ## install the Debian packages that building and testing need
	contrib/deps

have-deps:
	$(Q)contrib/deps

demo: have-deps ## build, work a dozen sample mails, show what happened
	$(Q)$(MAKE) --no-print-directory all
	$(Q)tests/e2e/demo $(BUILD)/redress $(BUILD)/demo

check: have-deps ## every test; ends with the counts
	$(Q)contrib/check

check-unit: $(BUILD)/unit-tests ## unit tests; TEST='outbox*/*' picks some
	$(RUN_$(VARIANT)) $< --timeout 120 $(if $(TEST),--filter='$(TEST)') $(UNIT_FLAGS)

check-asan: ## unit tests under AddressSanitizer and UBSan
	$(Q)$(MAKE) --no-print-directory VARIANT=asan check-unit

check-e2e: $(BUILD)/redress $(BUILD)/disk-fault.so ## the built binary against real mailboxes and servers
	$(Q)tests/e2e/run $(abspath $(BUILD)/redress)

check-headers: $(HEADERS:%=$(BUILD)/%.ok) ## each public header compiles alone

check-layers: ## no folder includes one above it (contrib/layers.txt)
	$(Q)contrib/check-layers

check-requirements: ## every requirement of doc/ has a step and a test
	$(Q)contrib/check-requirements

check-format: ## clang-format would change nothing
	$(Q)clang-format --dry-run --Werror $(FORMATTED)

SETS ?= tests/data/dev tests/data/second
eval: $(BUILD)/redress ## compare with labelled mails; SETS=FOLDER...: other folders with labels.jsonl
	$(Q)for s in $(SETS); do echo "$$s"; $< eval --figures $$s/labels.jsonl || exit; done

bench: ## figures against their references, one per line
	$(Q)contrib/deps bench
	$(Q)$(MAKE) --no-print-directory VARIANT=release build/release/redress $(BENCH:tests/%.c=build/release/%)
	$(Q)missed=0; for b in $(BENCH:tests/%.c=build/release/%); do $$b || missed=1; done; exit $$missed

soak: ## MAILS mails (default 100000) through a running gateway; VARIANT=asan, tsan: with fewer
	$(Q)$(MAKE) --no-print-directory VARIANT=$(if $(filter dev,$(VARIANT)),release,$(VARIANT)) soak-run

soak-run: $(BUILD)/redress
	$(Q)tests/e2e/soak $(abspath $<) $(MAILS)

fuzz: ## run each fuzz harness for FUZZ_S seconds (default 10)
	$(Q)contrib/deps fuzz
	$(Q)$(MAKE) --no-print-directory VARIANT=fuzz $(FUZZ:tests/%.c=build/fuzz/%)
	$(Q)for f in $(FUZZ:tests/fuzz/fuzz-%.c=%); do \
		mkdir -p build/fuzz/corpus/$$f && \
		build/fuzz/fuzz/fuzz-$$f -max_total_time=$(or $(FUZZ_S),10) -print_final_stats=0 \
			$$(test -f tests/fuzz/$$f.dict && echo -dict=tests/fuzz/$$f.dict) \
			build/fuzz/corpus/$$f tests/fuzz/corpus/$$f || exit; \
	done

format: ## run clang-format
	$(Q)clang-format -i $(FORMATTED)

clean: ## remove everything that was built
	rm -rf build

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' $(firstword $(MAKEFILE_LIST)) | expand -t 16

$(BUILD)/redress: $(BUILD)/src/main.o $(OBJ)
	$(Q)$(CC) $(OPT) $(LDFLAGS) -o $@ $^ $(ALL_LIBS)

$(BUILD)/unit-tests: $(OBJ) $(TEST_OBJ)
	$(Q)$(CC) $(OPT) $(LDFLAGS) -o $@ $^ $(ALL_LIBS) $(shell pkg-config --libs $(PKGS_TEST)) -lcriterion

$(BUILD)/fuzz/%: $(BUILD)/tests/fuzz/%.o $(OBJ)
	@mkdir -p $(@D)
	$(Q)$(CC) $(OPT) -fsanitize=fuzzer $(LDFLAGS) -o $@ $^ $(ALL_LIBS)

$(BUILD)/disk-fault.so: tests/e2e/disk-fault.c
	$(Q)$(CC) $(ALL_CFLAGS) -fPIC -shared -o $@ $<

$(BUILD)/bench/%: $(BUILD)/tests/bench/%.o $(BENCH_OBJ) $(OBJ)
	@mkdir -p $(@D)
	$(Q)$(CC) $(OPT) $(LDFLAGS) -o $@ $^ $(ALL_LIBS) $(shell pkg-config --libs $(PKGS_TEST) libxml-2.0)

# The schema is compiled in, as a string literal.
$(BUILD)/%.sql.h: %.sql
	@mkdir -p $(@D)
	$(Q)sed -e 's/[\\"]/\\&/g' -e 's/.*/"&\\n"/' $< >$@

$(BUILD)/src/store/migrate.o: $(BUILD)/src/store/schema.sql.h
$(BUILD)/src/store/migrate.o: ALL_CPPFLAGS += -I$(BUILD)/src/store

# Rules as learned are kept in a file, and learned anew by a program that may learn otherwise.
LEARNING := $(sort $(wildcard src/classify/*.[ch])) src/base/yaml.c src/base/text.c
$(BUILD)/src/classify/made-by.h: $(LEARNING)
	@mkdir -p $(@D)
	$(Q)printf '#define MADE_BY "%s"\n' \
		"$$({ cat $(LEARNING); echo '$(OPT) $(CFLAGS)'; } | sha256sum | cut -c1-64)" >$@

$(BUILD)/src/classify/sources.o: $(BUILD)/src/classify/made-by.h
$(BUILD)/src/classify/sources.o: ALL_CPPFLAGS += -I$(BUILD)/src/classify

# What the shipped rules teach is linked in, so that no store has to learn it: once built, the
# same classifier reads the rules, and again only when they, or the way it learns, change.
LEARN_OBJ := $(filter $(foreach d,base config net message store directory classify,$(BUILD)/src/$d/%),$(OBJ)) \
	     $(filter %/tsan.o,$(OBJ))
$(BUILD)/learn: $(BUILD)/src/learn.o $(LEARN_OBJ)
	$(Q)$(CC) $(OPT) $(LDFLAGS) -o $@ $^ $(ALL_LIBS)

$(BUILD)/learned.rules: $(BUILD)/src/classify/made-by.h $(wildcard templates/rules/*.yaml) \
		| $(BUILD)/learn
	$(Q)$(BUILD)/learn templates/rules $@

$(BUILD)/learned.o: src/learned.S $(BUILD)/learned.rules
	$(Q)$(CC) -I$(BUILD) -c -o $@ $<

# What init writes is compiled in, so that a binary alone is enough. The list changes
# only when the files do: else everything would be linked anew each time.
$(BUILD)/resources.xml: FORCE
	@mkdir -p $(@D)
	@{ echo '<gresources><gresource prefix="/redress">'; \
	   printf '<file>%s</file>\n' $(EMBEDDED); \
	   echo '</gresource></gresources>'; } >$@.new
	@if cmp -s $@.new $@; then rm $@.new; else mv $@.new $@; fi

$(BUILD)/resources.c: $(BUILD)/resources.xml $(EMBEDDED)
	$(Q)glib-compile-resources --generate-source --sourcedir=. --target=$@ $<

$(BUILD)/resources.o: $(BUILD)/resources.c
	$(Q)$(CC) $(ALL_CFLAGS) -c -o $@ $<

$(BUILD)/tests/%.o: ALL_CPPFLAGS += -Itests/support $(shell pkg-config --cflags $(PKGS_TEST))
$(BUILD)/tests/bench/%.o: ALL_CPPFLAGS += $(shell pkg-config --cflags libxml-2.0)

$(BUILD)/%.o: %.c
	@mkdir -p $(@D)
	$(Q)$(CC) $(ALL_CFLAGS) -c -o $@ $<

$(BUILD)/%.h.ok: %.h
	@mkdir -p $(@D)
	$(Q)$(CC) $(ALL_CFLAGS) -MF $@.d -MT $@ -Werror -fsyntax-only -include $< -x c /dev/null
	@touch $@

-include $(OBJ:.o=.d) $(TEST_OBJ:.o=.d) $(MAIN:%.c=$(BUILD)/%.d) \
	$(FUZZ:%.c=$(BUILD)/%.d) $(BENCH:%.c=$(BUILD)/%.d) $(BENCH_OBJ:.o=.d) $(HEADERS:%=$(BUILD)/%.ok.d)
